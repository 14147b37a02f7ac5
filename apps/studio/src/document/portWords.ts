import { refusal, type PortType } from '@weft/engine/graph';
import { translate } from '../i18n/index.ts';
import { messages } from './messages.ts';
import type { WhyNot } from './wiring.ts';

/** The sentence that tells why a wire cannot go somewhere. `refusal` decides; this only says it in the reader's words. */
export function whyNot(why: WhyNot): string {
  const t = translate(messages);
  if (why.kind !== 'type') return t(`why-${why.kind}`);
  return typeSentence(why.from, why.to);
}

function typeSentence(from: PortType, to: PortType): string {
  const t = translate(messages);
  if (from.kind !== to.kind) return t('why-kind', { given: kindWord(from), wanted: kindWord(to) });
  if (from.kind === 'table' && to.kind === 'table')
    for (const [name, wanted] of Object.entries(to.columns)) {
      const given = from.columns[name];
      const alone = { [name]: wanted };
      if (refusal(from, { ...to, columns: alone }) === null) continue;
      return given === undefined
        ? t('why-no-column', { name })
        : t('why-column-type', { name, given, wanted });
    }
  if (from.kind === 'model' && to.kind === 'model')
    return t('why-task', { given: from.task ?? '', wanted: to.task ?? '' });
  if (from.kind === 'report' && to.kind === 'report')
    return t('why-about', { given: from.about ?? '', wanted: to.about ?? '' });
  return refusal(from, to) ?? '';
}

export const kindWord = ({ kind }: Pick<PortType, 'kind'>): string => translate(messages)(`kind-${kind}`);

/** "table with text, label", "model for classification": what a port gives or takes. */
export function typeWords(type: PortType): string {
  const t = translate(messages);
  if (type.kind === 'table' && Object.keys(type.columns).length > 0)
    return t('table-with', { columns: Object.keys(type.columns).join(', ') });
  if (type.kind === 'model' && type.task !== null) return t('model-for', { task: type.task });
  if (type.kind === 'report' && type.about !== null) return t('report-about', { about: type.about });
  return kindWord(type);
}
