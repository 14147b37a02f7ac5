import { wordsOf } from '@weft/engine/graph';
import { TriangleAlert } from 'lucide-react';
import { useDiagnosticsOf } from '../../document/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';

const SHOWN = 2;

/**
 * What keeps the node from running, besides its params: those say it on their own fields. The sentence comes first, then
 * the way out.
 */
export function CellProblems({ nodeId, fields }: { nodeId: string; fields: readonly string[] }) {
  const t = useMessages(messages);
  const language = useLanguage();
  const problems = useDiagnosticsOf(nodeId).filter(
    ({ code, field }) =>
      code !== 'node.params' || field === undefined || !fields.includes(field.split('.')[0]!),
  );
  if (problems.length === 0) return null;
  return (
    <ul className="space-y-1 text-sm">
      {problems.slice(0, SHOWN).map((problem) => {
        const { message, help } = wordsOf(problem, language);
        return (
          <li key={`${problem.code} ${problem.field ?? ''}`} className="flex gap-1.5">
            <TriangleAlert size={13} aria-hidden className="mt-0.5 shrink-0 text-waiting" />
            <span className="min-w-0 break-words">
              {message} <span className="text-ink-3">{help}</span>
            </span>
          </li>
        );
      })}
      {problems.length > SHOWN && (
        <li className="text-ink-3">{t('more-problems', { count: problems.length - SHOWN })}</li>
      )}
    </ul>
  );
}
