import { Check } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Chart } from '../../view/Chart.tsx';
import type { Figure } from '../../view/chartOptions.ts';
import { jsonOf, textOf } from '../../view/cellText.ts';
import { figure, formats } from '../../view/format.ts';
import { View as GenericView } from '../../view/GenericView.tsx';
import { OutputTable } from '../../view/OutputTable.tsx';
import { Figures, Parts, Shown } from '../../view/parts.tsx';
import type { Cell } from '../../view/preview.ts';
import type { RowCells } from '../../view/Table.tsx';
import type { ViewModule, ViewProps } from '../../view/types.ts';
import { jsonFile, useOutput } from '../../view/useOutput.ts';
import { bilingual } from '../../view/words.ts';
import { highlight } from '../lib/highlight.ts';
import { hitsOf, retrievalReport, type Hit } from '../lib/reports.ts';

const words = bilingual(
  {
    parts: 'Parts of the report',
    answers: 'Questions',
    figures: 'Figures',
    found: 'The right document is among the first …',
    first: 'documents looked at',
    hits: (question: string) => `What was found for: ${question}`,
    right: 'the right one',
    missed: (document: string) => `${document} was not found.`,
    pick: 'Choose a question to see what was found for it.',
    place: 'place',
    score: 'score',
  },
  {
    parts: '报告的各部分',
    answers: '问题',
    figures: '指标',
    found: '正确文档位于前……',
    first: '查看的文档数',
    hits: (question: string) => `检索结果：${question}`,
    right: '正确文档',
    missed: (document: string) => `未找到 ${document}。`,
    pick: '选择一个问题查看其检索结果。',
    place: '名次',
    score: '得分',
  },
);

const INLINE_COLUMNS = ['question', 'rank'] as const;
const LARGE_COLUMNS = ['question', 'document', 'rank'] as const;

/** A test of a search: how far up the right document stands, and question by question what was found. */
export function View(props: ViewProps) {
  const { language, size, step } = props;
  const say = words(language);
  const output = useOutput(props, 'report');
  const file = jsonFile(output, 'report.json');
  const report = useMemo(() => retrievalReport.safeParse(file), [file]);
  const [part, setPart] = useState<'answers' | 'figures'>('answers');
  const [row, setRow] = useState<RowCells | null>(null);
  return (
    <Shown output={output} language={language}>
      {() =>
        report.success ? (
          <div className="space-y-2">
            <Figures
              metrics={report.data.metrics}
              names={mainFigures(report.data)}
              language={language}
              size={size}
            />
            <Parts
              label={say.parts}
              value={part}
              onChange={setPart}
              options={[
                { value: 'answers', label: say.answers },
                { value: 'figures', label: say.figures },
              ]}
            />
            {part === 'figures' ? (
              <Recall metrics={report.data.metrics} all={step.metrics} {...props} />
            ) : (
              <>
                <OutputTable
                  {...props}
                  port="answers"
                  columns={size === 'inline' ? INLINE_COLUMNS : LARGE_COLUMNS}
                  height={size === 'inline' ? 120 : 320}
                  render={rankCell}
                  onRow={setRow}
                />
                {row === null ? (
                  <p className="text-xs text-ink-3">{say.pick}</p>
                ) : (
                  <Hits row={row} language={language} />
                )}
              </>
            )}
          </div>
        ) : (
          <GenericView {...props} />
        )
      }
    </Shown>
  );
}

const mainFigures = ({ k, metrics }: { k: number; metrics: Readonly<Record<string, number>> }): string[] =>
  ['recall@1', 'recall@5', `recall@${k}`, `mrr@${k}`].filter(
    (name, i, all) => name in metrics && all.indexOf(name) === i,
  );

/** Rank 1 is what everybody wants; no rank means it was not among the first k. */
function rankCell(column: string, cell: Cell) {
  if (column !== 'rank') return undefined;
  if (typeof cell !== 'number') return <span className="text-failed">–</span>;
  return <span className={`font-mono ${cell === 1 ? 'text-succeeded' : 'text-waiting'}`}>{cell}</span>;
}

function Recall({
  metrics,
  all,
  language,
  size,
}: { metrics: Readonly<Record<string, number>>; all: Readonly<Record<string, number>> } & Pick<
  ViewProps,
  'language' | 'size'
>) {
  const say = words(language);
  const recall = useMemo(
    (): Figure => ({
      kind: 'bars',
      xName: say.first,
      max: 1,
      bars: Object.entries(metrics)
        .filter(([name]) => name.startsWith('recall@'))
        .map(([name, value]) => ({ label: name.slice('recall@'.length), value }))
        .sort((a, b) => Number(a.label) - Number(b.label)),
    }),
    [metrics, say],
  );
  return (
    <div className="space-y-2">
      <p className="text-sm text-ink-2">{say.found}</p>
      <Chart figure={recall} label={say.found} language={language} size={size} percent />
      <Figures metrics={all} language={language} />
    </div>
  );
}

function Hits({ row, language }: { row: RowCells; language: ViewProps['language'] }) {
  const say = words(language);
  const right = textOf(row['document']);
  const hits = hitsOf(jsonOf(row['top'] ?? null));
  return (
    <section aria-live="polite" className="space-y-1">
      <p className="text-sm font-medium break-words">{say.hits(textOf(row['question']))}</p>
      <ol className="nowheel max-h-72 space-y-1 overflow-auto">
        {hits.map((hit, i) => (
          <OneHit
            key={hit.chunk}
            hit={hit}
            question={textOf(row['question'])}
            at={i + 1}
            isRight={hit.document === right}
            language={language}
          />
        ))}
      </ol>
      {hits.length > 0 && !hits.some(({ document }) => document === right) && (
        <p className="text-sm text-failed">{say.missed(right)}</p>
      )}
    </section>
  );
}

function OneHit({
  hit,
  question,
  at,
  isRight,
  language,
}: {
  hit: Hit;
  question: string;
  at: number;
  isRight: boolean;
  language: ViewProps['language'];
}) {
  const say = words(language);
  return (
    <li
      className={`rounded-sm border px-2 py-1 text-sm ${
        isRight ? 'border-succeeded bg-succeeded/10' : 'border-line'
      }`}
    >
      <div className="flex items-baseline gap-2">
        <span className="w-5 shrink-0 text-right font-mono text-ink-3" aria-label={`${say.place} ${at}`}>
          {at}
        </span>
        <span className="min-w-0 flex-1 truncate" title={hit.chunk}>
          {hit.document}
        </span>
        {isRight && (
          <span className="flex shrink-0 items-center gap-0.5 text-xs text-succeeded">
            <Check size={12} aria-hidden /> {say.right}
          </span>
        )}
        <span className="shrink-0 font-mono text-xs text-ink-3" title={say.score}>
          {formats(language).short(hit.score)}
        </span>
      </div>
      {hit.passage !== '' && (
        <p className="mt-0.5 pl-7 break-words text-ink-2">
          {highlight(hit.passage, question).map((piece, i) =>
            piece.hit ? (
              <mark key={i} className="rounded-sm bg-waiting/20 text-ink">
                {piece.text}
              </mark>
            ) : (
              piece.text
            ),
          )}
        </p>
      )}
    </li>
  );
}

export const keyFigure: NonNullable<ViewModule['keyFigure']> = ({ metrics }, language) => {
  const name = ['recall@1', ...Object.keys(metrics).filter((key) => key.startsWith('recall@'))].find(
    (key) => metrics[key] !== undefined,
  );
  return name === undefined
    ? null
    : `R@${name.slice('recall@'.length)} ${figure(name, metrics[name]!, language)}`;
};
