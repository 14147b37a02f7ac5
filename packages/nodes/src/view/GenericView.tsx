import { useState } from 'react';
import { FilesPanel } from './FilesPanel.tsx';
import { figure, formats } from './format.ts';
import { metricName } from './metricNames.ts';
import { hasErrors, rowsFigure, shownPorts } from './outputs.ts';
import { OutputTable } from './OutputTable.tsx';
import { Figures, Parts, Quiet, Shown } from './parts.tsx';
import type { ViewModule, ViewProps } from './types.ts';
import { useOutput } from './useOutput.ts';
import { bilingual } from './words.ts';

const words = bilingual(
  { outputs: 'Outputs', nothing: 'This step has made nothing yet.' },
  { outputs: '输出', nothing: '该步骤还没有产生输出。' },
);

/** What a step made, by the kind of each artifact: tables as tables, reports and models as their files. */
export function View(props: ViewProps) {
  const { step, language, size } = props;
  const say = words(language);
  const ports = shownPorts(step);
  const [chosen, setChosen] = useState<string | null>(null);
  const port = chosen !== null && ports.includes(chosen) ? chosen : ports[0];
  if (port === undefined)
    return Object.keys(step.metrics).length > 0 ? (
      <Figures metrics={step.metrics} language={language} />
    ) : (
      <Quiet>{say.nothing}</Quiet>
    );
  return (
    <div className="space-y-2">
      {ports.length > 1 && (
        <Parts
          label={say.outputs}
          value={port}
          onChange={setChosen}
          options={ports.map((name) => ({
            value: name,
            label: name === 'errors' ? metricName(name, language) : name,
            count: rowCount(props, name),
          }))}
        />
      )}
      <OutputPanel {...props} port={port} />
      {size === 'large' && <Figures metrics={step.metrics} language={language} />}
    </div>
  );
}

/** One output, shown by its kind. */
export function OutputPanel(props: ViewProps & { port: string }) {
  const { step, port } = props;
  return step.outputs[port]?.kind === 'table' ? <OutputTable {...props} /> : <OutputFiles {...props} />;
}

function OutputFiles(props: ViewProps & { port: string }) {
  const { port, language, size } = props;
  const output = useOutput(props, port);
  return (
    <Shown output={output} language={language}>
      {() =>
        output.kind === 'ready' && output.preview.kind === 'files' ? (
          <FilesPanel preview={output.preview} language={language} size={size} />
        ) : null
      }
    </Shown>
  );
}

function rowCount({ step, language }: ViewProps, port: string): string | undefined {
  const rows = step.outputs[port]?.rows;
  return typeof rows === 'number' && (port !== 'errors' || hasErrors(step))
    ? formats(language).number(rows)
    : undefined;
}

/** Rows where there are rows, else the first figure the step gave. */
export const keyFigure: NonNullable<ViewModule['keyFigure']> = (step, language) => {
  const rows = rowsFigure(step, language);
  if (rows !== null) return rows;
  const first = Object.entries(step.metrics)[0];
  return first === undefined
    ? null
    : `${metricName(first[0], language)} ${figure(first[0], first[1], language)}`;
};
