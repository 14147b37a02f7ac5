import type { ColumnFacts } from './preview.ts';
import { formats } from './format.ts';
import { bilingual, type Language } from './words.ts';

const words = bilingual(
  {
    nulls: (share: string) => `${share} missing`,
    sampled: (rows: string) => `of ${rows} rows looked at`,
    sort: (name: string) => `Sort by ${name}`,
    values: (min: string, max: string) => `values from ${min} to ${max}`,
    lengths: (min: string, max: string) => `${min} to ${max} characters`,
    top: 'most frequent',
  },
  {
    nulls: (share: string) => `${share} 缺失`,
    sampled: (rows: string) => `抽样 ${rows} 行`,
    sort: (name: string) => `按 ${name} 排序`,
    values: (min: string, max: string) => `取值 ${min} 至 ${max}`,
    lengths: (min: string, max: string) => `${min} 至 ${max} 个字符`,
    top: '最常见',
  },
);

/** Everything a person asks of a column before reading it: type, how much is missing, how values are spread. */
export function describeColumn(facts: ColumnFacts, language: Language): string {
  const say = words(language);
  const format = formats(language);
  const { histogram, top, nulls, sampled, exact, type, name } = facts;
  const lines = [`${name}: ${type}`];
  if (sampled > 0)
    lines.push(
      say.nulls(format.percent(nulls / sampled)) + (exact ? '' : ` (${say.sampled(format.number(sampled))})`),
    );
  if (histogram !== null)
    lines.push(
      (histogram.of === 'length' ? say.lengths : say.values)(
        format.short(histogram.min),
        format.short(histogram.max),
      ),
    );
  if (top !== null && top.length > 0)
    lines.push(
      `${say.top}: ${top
        .slice(0, 5)
        .map(({ value, count }) => `${value} (${format.number(count)})`)
        .join(', ')}`,
    );
  return lines.join('\n');
}

/** The head of a column: name, type, a null bar and the histogram; pressing it sorts. */
export function ColumnHead({
  facts,
  language,
  sorted,
  onSort,
  tall,
}: {
  facts: ColumnFacts;
  language: Language;
  sorted: 'asc' | 'desc' | null;
  onSort: (() => void) | null;
  tall: boolean;
}) {
  const about = describeColumn(facts, language);
  const title = (
    <span className="flex min-w-0 items-baseline gap-1">
      <span className="truncate font-medium text-ink">{facts.name}</span>
      <span className="shrink-0 text-xs text-ink-3">{facts.type}</span>
      {sorted !== null && <span aria-hidden>{sorted === 'asc' ? '↑' : '↓'}</span>}
    </span>
  );
  return (
    <div title={about} className="flex h-full min-w-0 flex-col justify-end gap-0.5 px-2 py-1 text-left">
      {tall && <Bars facts={facts} />}
      {onSort === null ? (
        title
      ) : (
        <button type="button" onClick={onSort} className="nodrag min-w-0 text-left">
          {title}
          <span className="sr-only">{words(language).sort(facts.name)}</span>
        </button>
      )}
      <NullBar facts={facts} />
    </div>
  );
}

function Bars({ facts: { histogram } }: { facts: ColumnFacts }) {
  if (histogram === null) return <div className="h-6" />;
  const most = Math.max(1, ...histogram.bins);
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${histogram.bins.length} 24`}
      preserveAspectRatio="none"
      className="h-6 w-full"
    >
      {histogram.bins.map((count, i) => {
        // One row among a million is still there: a bin that holds anything is drawn at least one unit high.
        const height = count === 0 ? 0 : Math.max(1, (count / most) * 24);
        return (
          <rect
            key={i}
            x={i + 0.1}
            width={0.8}
            y={24 - height}
            height={height}
            className="fill-line-strong"
          />
        );
      })}
    </svg>
  );
}

function NullBar({ facts: { nulls, sampled } }: { facts: ColumnFacts }) {
  const share = sampled === 0 ? 0 : nulls / sampled;
  return (
    <div aria-hidden className="h-0.5 w-full rounded-sm bg-succeeded/25">
      <div className="h-full rounded-sm bg-failed" style={{ width: `${share * 100}%` }} />
    </div>
  );
}
