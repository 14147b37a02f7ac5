import { Equal, EqualNot } from 'lucide-react';
import { useMessages } from '../../i18n/index.ts';
import { ChangeList } from '../../runs/index.ts';
import { difference as differenceOf, figure, share } from './figures.ts';
import type { MetricRow, NodeComparison, OutputRow } from './compareModel.ts';
import { messages } from './messages.ts';

export function NodeDifference({
  node,
  title,
  onShow,
}: {
  readonly node: NodeComparison;
  readonly title: string;
  readonly onShow: () => void;
}) {
  const t = useMessages(messages);
  return (
    <section className="border-t border-line py-3">
      <h3 className="mb-2 flex items-baseline gap-2 font-medium">
        <button
          type="button"
          className="hover:underline"
          onClick={onShow}
          title={t('showNode', { node: title })}
        >
          {title}
        </button>
        {node.onlyIn !== 'both' && (
          <span className="text-sm font-normal text-ink-2">
            {t(node.onlyIn === 'before' ? 'onlyBefore' : 'onlyAfter')}
          </span>
        )}
      </h3>
      {node.changes.length > 0 && <ChangeList changes={node.changes} />}
      {node.metrics.length > 0 && <Metrics rows={node.metrics} title={title} />}
      {node.outputs.length > 0 && (
        <ul className="mt-2 flex flex-wrap gap-x-6 gap-y-1 text-sm" aria-label={t('outputs')}>
          {node.outputs.map((row) => (
            <Output key={row.port} row={row} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Metrics({ rows, title }: { readonly rows: readonly MetricRow[]; readonly title: string }) {
  const t = useMessages(messages);
  const show = (value: number | null) => (value === null ? t('none') : figure(value));
  return (
    <table className="mt-2 w-full text-sm tabular-nums" aria-label={t('table', { node: title })}>
      <thead className="text-left text-ink-2">
        <tr>
          <th className="py-1 font-normal">{t('metric')}</th>
          <th className="py-1 text-right font-normal">{t('was')}</th>
          <th className="py-1 text-right font-normal">{t('is')}</th>
          <th className="py-1 text-right font-normal">{t('difference')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, before, after, difference, relative }) => (
          <tr key={name} className="border-t border-line">
            <th scope="row" className="py-1 text-left font-normal">
              {name}
            </th>
            <td className="py-1 text-right text-ink-2">{show(before)}</td>
            <td className="py-1 text-right">{show(after)}</td>
            <td className="py-1 text-right">
              {difference !== null && difference !== 0 && (
                <>
                  {differenceOf(difference)}
                  {relative !== null && <span className="ml-2 text-ink-2">{share(relative)}</span>}
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Output({ row: { port, before, after, equal } }: { readonly row: OutputRow }) {
  const t = useMessages(messages);
  const Icon = equal ? Equal : EqualNot;
  const short = (hash: string | null) => hash?.slice(0, 8) ?? t('none');
  return (
    <li className="flex items-center gap-1.5">
      <Icon aria-hidden className="size-3.5 text-ink-2" />
      <span>{port}</span>
      <span className="text-ink-2">{t(equal ? 'equal' : 'different')}</span>
      <span className="font-mono text-xs text-ink-2">
        {equal ? short(after) : `${short(before)} → ${short(after)}`}
      </span>
    </li>
  );
}
