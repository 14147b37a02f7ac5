import { useMessages } from '../i18n/index.ts';
import { changeRow, type ChangeRow } from './changeRows.ts';
import { messages } from './messages.ts';
import type { WireChange } from './wire.ts';

/** Param, input or code version with before and after. */
export function ChangeList({ changes }: { readonly changes: readonly WireChange[] }) {
  const t = useMessages(messages);
  return (
    <table className="w-full text-sm" aria-label={t('changes')}>
      <thead className="text-left text-ink-2">
        <tr>
          <th className="w-1/4 py-1 font-normal">{t('what')}</th>
          <th className="py-1 font-normal">{t('before')}</th>
          <th className="py-1 font-normal">{t('after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(changeRow).map((row) => (
          <tr key={`${row.what} ${row.name}`} className="border-t border-line align-top">
            <th scope="row" className="py-1 pr-3 text-left font-normal">
              <span className="text-ink-2">{t(WORD[row.what])}</span> {row.name}
            </th>
            <Value text={row.before} />
            <Value text={row.after} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const WORD = {
  param: 'param',
  input: 'input',
  'outside files': 'outsideFiles',
  'code version': 'codeVersion',
  seed: 'seed',
  'node type': 'nodeType',
} as const satisfies Record<ChangeRow['what'], string>;

/** Long texts (prompts, code) scroll in place. */
function Value({ text }: { readonly text: string | null }) {
  const t = useMessages(messages);
  if (text === null) return <td className="py-1 pr-3 text-ink-3">{t('unset')}</td>;
  return (
    <td className="py-1 pr-3">
      <code className="block max-h-32 overflow-auto font-mono text-xs break-all whitespace-pre-wrap">
        {text}
      </code>
    </td>
  );
}
