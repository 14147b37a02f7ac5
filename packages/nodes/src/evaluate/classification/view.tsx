import { useMemo, useState } from 'react';
import { Chart } from '../../view/Chart.tsx';
import type { Figure } from '../../view/chartOptions.ts';
import { figure, formats } from '../../view/format.ts';
import { View as GenericView } from '../../view/GenericView.tsx';
import { memoryTable } from '../../view/memoryTable.ts';
import { metricName } from '../../view/metricNames.ts';
import { OutputTable } from '../../view/OutputTable.tsx';
import { Figures, Parts, Quiet, Shown } from '../../view/parts.tsx';
import { Table } from '../../view/Table.tsx';
import type { ViewModule, ViewProps } from '../../view/types.ts';
import { jsonFile, useOutput } from '../../view/useOutput.ts';
import { bilingual } from '../../view/words.ts';
import { ConfusionMatrix } from '../lib/ConfusionMatrix.tsx';
import { classificationReport, type ClassificationReport, type Mistake } from '../lib/reports.ts';

const words = bilingual(
  {
    parts: 'Parts of the report',
    confusion: 'Confusion',
    classes: 'Labels',
    calibration: 'Calibration',
    mistakes: 'Mistakes',
    predictions: 'Predictions',
    sure: 'how sure the model was',
    right: 'How often it was right, by how sure it was; the dashed line is where the two agree',
    none: 'No mistake of this kind is among the ones the report lists.',
    pick: 'Choose a cell to see its examples.',
    pair: (truth: string, predicted: string, n: string) =>
      `${truth} called ${predicted}: ${n} of the most confident mistakes`,
    flawless: 'Every answer was right.',
  },
  {
    parts: '报告的各部分',
    confusion: '混淆矩阵',
    classes: '标签',
    calibration: '校准',
    mistakes: '错误',
    predictions: '预测',
    sure: '模型的置信度',
    right: '不同置信度下的正确率；虚线表示两者一致',
    none: '报告列出的错误中没有这一类。',
    pick: '选择一个单元格查看示例。',
    pair: (truth: string, predicted: string, n: string) =>
      `“${truth}”被判为“${predicted}”：最自信的错误中有 ${n} 个`,
    flawless: '全部回答正确。',
  },
);

const MAIN = ['accuracy', 'macro_f1', 'ece', 'examples', 'latency_p50_ms'];

/** A test of a classifier: figures, what is mistaken for what, label by label, and how far it may be trusted. */
export function View(props: ViewProps) {
  const output = useOutput(props, 'report');
  const file = jsonFile(output, 'report.json');
  const report = useMemo(() => classificationReport.safeParse(file), [file]);
  return (
    <Shown output={output} language={props.language}>
      {() => (report.success ? <Report {...props} report={report.data} /> : <GenericView {...props} />)}
    </Shown>
  );
}

type Part = 'confusion' | 'classes' | 'calibration' | 'mistakes' | 'predictions';

function Report(props: ViewProps & { report: ClassificationReport }) {
  const { step, language, size, report } = props;
  const say = words(language);
  const [part, setPart] = useState<Part>('confusion');
  const [chosen, setChosen] = useState<{ truth: number; predicted: number } | null>(null);
  const parts: readonly Part[] =
    size === 'inline'
      ? ['confusion', 'classes']
      : ['confusion', 'classes', 'calibration', 'mistakes', 'predictions'];
  return (
    <div className="space-y-2">
      <Figures
        metrics={step.metrics}
        language={language}
        names={size === 'inline' ? MAIN.slice(0, 4) : MAIN}
        size={size}
      />
      <Parts
        label={say.parts}
        value={part}
        onChange={setPart}
        options={parts.map((value) => ({ value, label: say[value] }))}
      />
      {part === 'confusion' && (
        <>
          <ConfusionMatrix
            labels={report.labels}
            confusion={report.confusion}
            language={language}
            size={size}
            chosen={chosen}
            onChoose={(truth, predicted) => setChosen({ truth, predicted })}
          />
          <Examples report={report} chosen={chosen} language={language} />
        </>
      )}
      {part === 'classes' && <Classes {...props} />}
      {part === 'calibration' && <Calibration {...props} />}
      {part === 'mistakes' && <Mistakes mistakes={report.worst} language={language} />}
      {part === 'predictions' && <OutputTable {...props} port="predictions" />}
    </div>
  );
}

function Examples({
  report,
  chosen,
  language,
}: {
  report: ClassificationReport;
  chosen: { truth: number; predicted: number } | null;
  language: ViewProps['language'];
}) {
  const say = words(language);
  if (report.worst.length === 0) return <Quiet>{say.flawless}</Quiet>;
  if (chosen === null) return <Quiet>{say.pick}</Quiet>;
  const [truth, predicted] = [report.labels[chosen.truth]!, report.labels[chosen.predicted]!];
  const mistakes = report.worst.filter((one) => one.label === truth && one.predicted === predicted);
  return (
    <div aria-live="polite" className="space-y-1">
      <p className="text-xs text-ink-2">
        {say.pair(truth, predicted, formats(language).number(mistakes.length))}
      </p>
      {mistakes.length === 0 ? (
        <Quiet>{say.none}</Quiet>
      ) : (
        <Mistakes mistakes={mistakes} language={language} />
      )}
    </div>
  );
}

const Mistakes = ({
  mistakes,
  language,
}: {
  mistakes: readonly Mistake[];
  language: ViewProps['language'];
}) => (
  <ol className="nowheel max-h-96 space-y-1 overflow-auto text-sm">
    {mistakes.map(({ row, text, label, predicted, confidence }) => (
      <li key={row} className="rounded-sm border border-line px-2 py-1">
        <p className="break-words">{text}</p>
        <p className="text-xs text-ink-3">
          {label} → <span className="text-failed">{predicted}</span> {formats(language).percent(confidence)}
        </p>
      </li>
    ))}
  </ol>
);

const CLASS_COLUMNS = {
  label: 'string',
  precision: 'float',
  recall: 'float',
  f1: 'float',
  support: 'int',
} as const;

function Classes({ report, step, language, size }: ViewProps & { report: ClassificationReport }) {
  const read = useMemo(
    () =>
      memoryTable(
        CLASS_COLUMNS,
        report.labels.map((label) => {
          const score = report.classes[label];
          return [label, score?.precision ?? 0, score?.recall ?? 0, score?.f1 ?? 0, score?.support ?? 0];
        }),
      ),
    [report],
  );
  return (
    <Table read={read} id={step.outputs['report']?.hash ?? ''} language={language} size={size} onRow={noop} />
  );
}
const noop = () => {};

function Calibration({ report, language, size }: ViewProps & { report: ClassificationReport }) {
  const say = words(language);
  const { percent } = formats(language);
  const calibration = useMemo(
    (): Figure => ({
      kind: 'bars',
      xName: say.sure,
      max: 1,
      bars: report.reliability.map(({ to, accuracy }) => ({ label: percent(to), value: accuracy ?? 0 })),
      ideal: report.reliability.map(({ from, to, confidence }) => confidence ?? (from + to) / 2),
    }),
    [report, percent, say],
  );
  return (
    <div>
      <p className="text-sm text-ink-2">{say.right}</p>
      <Chart figure={calibration} label={say.right} language={language} size={size} percent />
    </div>
  );
}

export const keyFigure: NonNullable<ViewModule['keyFigure']> = ({ metrics }, language) =>
  metrics['accuracy'] === undefined
    ? null
    : `${metricName('accuracy', language)} ${figure('accuracy', metrics['accuracy'], language)}`;
