import { currentLanguage, type Translate } from '../../i18n/index.ts';
import { formatNumber } from '../../i18n/format.ts';
import type { Problem } from './check.ts';
import type { messages } from './messages.ts';

/** A refusal as a sentence. */
export function problemText(problem: Problem, t: Translate<(typeof messages)['en']>): string {
  switch (problem.kind) {
    case 'missing':
    case 'not-a-number':
    case 'not-whole':
      return t(problem.kind);
    case 'not-json':
      return t(problem.kind, { detail: problem.detail });
    case 'said':
      return problem.text[currentLanguage()];
    case 'least':
    case 'above':
    case 'most':
    case 'below':
      return t(problem.kind, { bound: formatNumber(problem.bound) });
    case 'short':
    case 'long':
    case 'few':
    case 'many':
      return t(problem.kind, { count: problem.bound });
    case 'one-of':
      return t('one-of', { options: problem.options });
    case 'inside':
      return t('inside', { at: problem.at, problem: problemText(problem.problem, t) });
  }
}
