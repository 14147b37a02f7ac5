import { useMemo, useState } from 'react';
import { jsonOf, textOf } from '../../view/cellText.ts';
import { Chart } from '../../view/Chart.tsx';
import type { Figure } from '../../view/chartOptions.ts';
import { formats } from '../../view/format.ts';
import { OutputTable } from '../../view/OutputTable.tsx';
import { Heading, Parts, Quiet, Shown } from '../../view/parts.tsx';
import type { ViewModule, ViewProps } from '../../view/types.ts';
import { useOutput } from '../../view/useOutput.ts';
import type { TablePreview } from '../../view/memoryTable.ts';
import { bilingual, type Language } from '../../view/words.ts';

const words = bilingual(
  {
    lengths: 'Lengths of the chunks, in characters',
    characters: 'characters',
    chunks: 'Chunks',
    table: 'Table',
    views: 'Ways to look at the chunks',
    count: (n: string) => `${n} chunks`,
    cut: 'Longer texts are cut here.',
    more: 'Show more',
    size: (n: string) => `${n} characters`,
  },
  {
    lengths: '分块长度（字符）',
    characters: '字符',
    chunks: '分块',
    table: '表格',
    views: '查看方式',
    count: (n: string) => `${n} 个分块`,
    cut: '较长的文本在此处截断。',
    more: '显示更多',
    size: (n: string) => `${n} 个字符`,
  },
);

const FIRST = { limit: 100 } as const;

/** Chunks: how long they are, and how they read one after the other. */
export function ChunkView(props: ViewProps) {
  const { language, size } = props;
  const say = words(language);
  const output = useOutput(props, 'chunks', FIRST);
  const [way, setWay] = useState<'chunks' | 'table'>('chunks');
  const figure = useMemo(() => lengthFigure(output, language), [output, language]);
  return (
    <Shown output={output} language={language}>
      {() => {
        if (output.kind !== 'ready' || output.preview.kind !== 'table') return null;
        if (output.preview.rows === 0) return <Quiet>{say.count('0')}</Quiet>;
        return (
          <div className="space-y-2">
            {figure !== null && (
              <Chart
                figure={figure}
                label={say.lengths}
                language={language}
                size={size}
                height={size === 'inline' ? 84 : 200}
              />
            )}
            {size === 'inline' ? (
              <ChunkList preview={output.preview} language={language} few />
            ) : (
              <>
                <Parts
                  label={say.views}
                  value={way}
                  onChange={setWay}
                  options={[
                    { value: 'chunks', label: say.chunks },
                    { value: 'table', label: say.table },
                  ]}
                />
                {way === 'chunks' ? (
                  <ChunkList preview={output.preview} language={language} few={false} />
                ) : (
                  <OutputTable {...props} port="chunks" />
                )}
              </>
            )}
          </div>
        );
      }}
    </Shown>
  );
}

export const keyFigure: NonNullable<ViewModule['keyFigure']> = (step, language) => {
  const rows = step.outputs['chunks']?.rows;
  return typeof rows === 'number' ? words(language).count(formats(language).number(rows)) : null;
};

function lengthFigure(output: ReturnType<typeof useOutput>, language: Language): Figure | null {
  if (output.kind !== 'ready' || output.preview.kind !== 'table') return null;
  const histogram = output.preview.columns.find(({ name }) => name === 'text')?.histogram;
  if (histogram === null || histogram === undefined) return null;
  const step = (histogram.max - histogram.min) / histogram.bins.length;
  return {
    kind: 'bars',
    xName: words(language).characters,
    bars: histogram.bins.map((value, i) => ({
      label: formats(language).number(Math.round(histogram.min + i * step)),
      value,
    })),
  };
}

/** How many chunks stand in the list at first, and more with each press. */
const SHOWN = 12;

function ChunkList({ preview, language, few }: { preview: TablePreview; language: Language; few: boolean }) {
  const say = words(language);
  const [limit, setLimit] = useState(SHOWN);
  const at = (name: string) => preview.columns.findIndex((column) => column.name === name);
  const [id, text, start, end, path] = ['chunk', 'text', 'start', 'end', 'heading_path'].map(at) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const shown = preview.page.slice(0, few ? 3 : limit);
  return (
    <div className={few ? 'nowheel max-h-32 overflow-auto' : ''}>
      <ol className="space-y-1">
        {shown.map((row, i) => {
          const headings = path === -1 ? [] : (jsonOf(row[path] ?? null) as unknown);
          const length = Number(row[end]) - Number(row[start]);
          return (
            <li key={i} className="rounded-sm border border-line p-2">
              <div className="flex items-baseline justify-between gap-2 text-xs text-ink-3">
                <span className="truncate">
                  {Array.isArray(headings) && headings.length > 0 ? headings.join(' › ') : textOf(row[id])}
                </span>
                {Number.isFinite(length) && (
                  <span className="shrink-0">{say.size(formats(language).number(length))}</span>
                )}
              </div>
              <p className={`text-sm break-words whitespace-pre-wrap ${few ? 'line-clamp-3' : ''}`}>
                {textOf(row[text])}
              </p>
            </li>
          );
        })}
      </ol>
      {!few && limit < preview.page.length && (
        <button
          type="button"
          className="mt-2 text-sm underline underline-offset-2"
          onClick={() => setLimit(limit + SHOWN)}
        >
          {say.more}
        </button>
      )}
      {!few && <Heading>{say.cut}</Heading>}
    </div>
  );
}
