import { useMemo } from 'react';
import { Chart } from '../../view/Chart.tsx';
import { formats } from '../../view/format.ts';
import { bilingual, type Language } from '../../view/words.ts';
import { confusedPairs, shareOfRow, type ConfusedPair } from './confusionCells.ts';

const words = bilingual(
  {
    title: 'Labels in the data (rows) and what the model said (columns)',
    truth: 'label',
    said: 'the model said',
    cell: (truth: string, predicted: string, count: string) => `${count} of "${truth}" called "${predicted}"`,
    top: 'Mistaken most often',
    pair: (truth: string, predicted: string) => `${truth} → ${predicted}`,
  },
  {
    title: '数据中的标签（行）与模型给出的标签（列）',
    truth: '标签',
    said: '模型判断',
    cell: (truth: string, predicted: string, count: string) => `${count} 个“${truth}”被判为“${predicted}”`,
    top: '最常混淆',
    pair: (truth: string, predicted: string) => `${truth} → ${predicted}`,
  },
);

/** Up to here a matrix is a table that can be read and tabbed through; beyond, a heat map. */
const READABLE = { inline: 6, large: 24 } as const;
const LISTED = { inline: 5, large: 20 } as const;

export interface ConfusionProps {
  readonly labels: readonly string[];
  readonly confusion: readonly (readonly number[])[];
  readonly language: Language;
  readonly size: 'inline' | 'large';
  /** The pair whose examples are shown. */
  readonly chosen: Pick<ConfusedPair, 'truth' | 'predicted'> | null;
  readonly onChoose: (truth: number, predicted: number) => void;
}

export function ConfusionMatrix(props: ConfusionProps) {
  const { labels, confusion, language, size, onChoose } = props;
  const say = words(language);
  const heat = useMemo(
    () => ({
      kind: 'heat' as const,
      xName: say.said,
      yName: say.truth,
      labels,
      cells: confusion.flatMap((row, y) =>
        row.flatMap((count, x) => (count === 0 ? [] : [[x, y, count] as const])),
      ),
    }),
    [confusion, labels, say],
  );
  if (labels.length <= READABLE[size]) return <Matrix {...props} />;
  return (
    <div className="space-y-2">
      {size === 'large' && (
        <Chart
          figure={heat}
          label={say.title}
          language={language}
          size={size}
          height={520}
          onCell={(x, y) => onChoose(y, x)}
        />
      )}
      <Pairs {...props} />
    </div>
  );
}

function Matrix({ labels, confusion, language, size, chosen, onChoose }: ConfusionProps) {
  const say = words(language);
  const { number } = formats(language);
  return (
    <div className="nowheel overflow-auto">
      <table className="table-fixed border-separate border-spacing-px text-xs">
        <caption className="sr-only">{say.title}</caption>
        <thead>
          <tr>
            <td className={size === 'inline' ? 'w-20' : 'w-32'} />
            {labels.map((label) => (
              <th
                key={label}
                scope="col"
                title={label}
                className={`truncate px-1 text-left font-normal text-ink-2 ${size === 'inline' ? 'w-10' : 'w-18'}`}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {confusion.map((row, truth) => (
            <tr key={labels[truth]}>
              <th
                scope="row"
                title={labels[truth]}
                className="truncate pr-1 text-right font-normal text-ink-2"
              >
                {labels[truth]}
              </th>
              {row.map((count, predicted) => {
                const isChosen = chosen?.truth === truth && chosen.predicted === predicted;
                const colour = truth === predicted ? 'var(--stage-index)' : 'var(--stage-publish)';
                return (
                  <td key={predicted} className="p-0">
                    <button
                      type="button"
                      title={say.cell(labels[truth]!, labels[predicted]!, number(count))}
                      aria-label={say.cell(labels[truth]!, labels[predicted]!, number(count))}
                      aria-pressed={isChosen}
                      disabled={count === 0 || truth === predicted}
                      onClick={() => onChoose(truth, predicted)}
                      className={`nodrag block w-full rounded-sm font-mono text-ink ${size === 'inline' ? 'h-6' : 'h-7'} ${
                        isChosen ? 'outline-2 outline-focus' : ''
                      }`}
                      style={{
                        background:
                          count === 0
                            ? 'var(--sunken)'
                            : `color-mix(in srgb, ${colour} ${15 + Math.round(shareOfRow(row, predicted) * 35)}%, var(--sunken))`,
                      }}
                    >
                      {count === 0 ? '' : number(count)}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Pairs({ labels, confusion, language, size, chosen, onChoose }: ConfusionProps) {
  const say = words(language);
  const pairs = useMemo(() => confusedPairs(confusion), [confusion]);
  if (pairs.length === 0) return null;
  return (
    <div>
      <p className="text-xs text-ink-3">{say.top}</p>
      <ol className="text-sm">
        {pairs.slice(0, LISTED[size]).map(({ truth, predicted, count }) => (
          <li key={`${truth}-${predicted}`}>
            <button
              type="button"
              aria-pressed={chosen?.truth === truth && chosen.predicted === predicted}
              onClick={() => onChoose(truth, predicted)}
              className="nodrag flex w-full justify-between gap-2 rounded-sm px-1 text-left hover:bg-hover aria-pressed:bg-selected"
            >
              <span className="truncate">{say.pair(labels[truth]!, labels[predicted]!)}</span>
              <span className="font-mono text-ink-2">{formats(language).number(count)}</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
