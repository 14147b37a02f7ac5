import { useMemo } from 'react';
import { Chart } from '../../view/Chart.tsx';
import type { Figure } from '../../view/chartOptions.ts';
import { figure } from '../../view/format.ts';
import { metricName } from '../../view/metricNames.ts';
import { OutputPanel } from '../../view/GenericView.tsx';
import { Figures, Heading, Quiet } from '../../view/parts.tsx';
import type { ViewModule, ViewProps, ViewStep } from '../../view/types.ts';
import { jsonFile, useOutput } from '../../view/useOutput.ts';
import { bilingual, type Language } from '../../view/words.ts';
import { curvesOfReport, splitCurves } from './curves.ts';

const words = bilingual(
  {
    epoch: 'epoch',
    losses: 'Loss by epoch',
    shares: 'How often right, by epoch',
    model: 'What was made',
    soon: 'Curves appear after the first epoch.',
  },
  {
    epoch: '轮次',
    losses: '各轮损失',
    shares: '各轮正确率',
    model: '产出',
    soon: '第一轮结束后显示曲线。',
  },
);

/** A training: its curves, growing while it runs, then its figures and the model it made. */
export function TrainingView(props: ViewProps) {
  const { step, language, size } = props;
  const say = words(language);
  const live = Object.keys(step.curves).length > 0;
  const output = useOutput(props, 'report');
  const { losses, shares } = useMemo(
    () => splitCurves(live ? step.curves : curvesOfReport(jsonFile(output, 'report.json'))),
    [live, step.curves, output],
  );
  const made = Object.keys(step.outputs).find((port) => port !== 'report');
  const none = Object.keys(losses).length + Object.keys(shares).length === 0;
  return (
    <div className="space-y-2">
      <div className={size === 'large' ? 'grid gap-4 lg:grid-cols-2' : ''}>
        <Curves curves={losses} label={say.losses} {...props} />
        <Curves curves={shares} label={say.shares} percent {...props} />
      </div>
      {none && <Quiet>{say.soon}</Quiet>}
      <Figures metrics={step.metrics} language={language} size={size} />
      {size === 'large' && made !== undefined && (
        <>
          <Heading>{say.model}</Heading>
          <OutputPanel {...props} port={made} />
        </>
      )}
    </div>
  );
}

function Curves({
  curves,
  label,
  percent = false,
  language,
  size,
}: {
  curves: ViewStep['curves'];
  label: string;
  percent?: boolean;
} & Pick<ViewProps, 'language' | 'size'>) {
  const figureOf = useMemo(() => lines(curves, language), [curves, language]);
  if (figureOf.lines.length === 0) return null;
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap gap-x-3 text-xs text-ink-3">
        {figureOf.lines.map(({ name }, i) => (
          <span key={name}>
            {name}{' '}
            <span className="font-mono text-ink">
              {figure(Object.keys(curves)[i]!, last(Object.values(curves)[i]!), language)}
            </span>
          </span>
        ))}
      </p>
      <Chart
        figure={figureOf}
        label={label}
        language={language}
        size={size}
        percent={percent}
        height={size === 'inline' ? 88 : 240}
      />
    </div>
  );
}

const last = (points: readonly (readonly [number, number])[]): number => points.at(-1)![1];

function lines(curves: ViewStep['curves'], language: Language): Extract<Figure, { kind: 'lines' }> {
  return {
    kind: 'lines',
    xName: words(language).epoch,
    lines: Object.entries(curves).map(([name, points]) => ({
      name: metricName(name, language),
      points,
      dashed: name.startsWith('val_'),
    })),
  };
}

/** What a person asks a training first. Before the end, the last point of its curve. */
const ASKED = ['val_accuracy', 'accuracy', 'after_recall_at_1', 'recall_at_1', 'val_loss', 'loss'];

export const keyFigure: NonNullable<ViewModule['keyFigure']> = (step, language) => {
  for (const name of ASKED) {
    const value = step.metrics[name] ?? step.curves[name]?.at(-1)?.[1];
    if (value !== undefined) return `${metricName(name, language)} ${figure(name, value, language)}`;
  }
  return null;
};
