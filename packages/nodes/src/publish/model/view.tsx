import { useMemo } from 'react';
import { FilesPanel } from '../../view/FilesPanel.tsx';
import { figure, formats } from '../../view/format.ts';
import { View as GenericView } from '../../view/GenericView.tsx';
import { Json } from '../../view/Json.tsx';
import { metricName } from '../../view/metricNames.ts';
import { Facts, Figures, Heading, Quiet, Shown } from '../../view/parts.tsx';
import type { ViewModule, ViewProps } from '../../view/types.ts';
import { jsonFile, useOutput } from '../../view/useOutput.ts';
import { bilingual, type Language } from '../../view/words.ts';
import { readableCard, type ReadableCard } from '../lib/readCard.ts';

const words = bilingual(
  {
    card: 'Model card',
    license: 'license',
    unstated: 'not stated',
    model: 'Model',
    index: 'Index',
    files: 'files',
    artifact: 'artifact',
    evaluation: 'Evaluation',
    unmeasured: 'Nothing was measured.',
    contents: 'Files of the version',
  },
  {
    card: '模型卡',
    license: '许可证',
    unstated: '未说明',
    model: '模型',
    index: '索引',
    files: '文件',
    artifact: '产物',
    evaluation: '评估',
    unmeasured: '没有评估结果。',
    contents: '版本文件',
  },
);

/** The card of the version: what it is for, what it holds, and what was measured on these very bytes. */
export function View(props: ViewProps) {
  const { language, size } = props;
  const say = words(language);
  const output = useOutput(props, 'version');
  const file = jsonFile(output, 'card.json');
  const card = useMemo(() => readableCard.safeParse(file), [file]);
  return (
    <Shown output={output} language={language}>
      {() =>
        card.success ? (
          <article
            aria-label={say.card}
            className={`space-y-2 ${size === 'inline' ? 'nowheel max-h-52 overflow-auto' : ''}`}
          >
            <ModelCard card={card.data} language={language} size={size} />
            {size === 'large' && output.kind === 'ready' && output.preview.kind === 'files' && (
              <details>
                <summary className="cursor-default text-sm text-ink-3">{say.contents}</summary>
                <FilesPanel preview={output.preview} language={language} size={size} />
              </details>
            )}
          </article>
        ) : (
          <GenericView {...props} />
        )
      }
    </Shown>
  );
}

function ModelCard({
  card,
  language,
  size,
}: {
  card: ReadableCard;
  language: Language;
  size: 'inline' | 'large';
}) {
  const say = words(language);
  const format = formats(language);
  return (
    <>
      <header>
        <p className="text-lg font-medium">{card.name}</p>
        {card.description !== '' && (
          <p className="break-words whitespace-pre-wrap text-ink-2">{card.description}</p>
        )}
        <p className="text-sm text-ink-3">
          {say.license}: {card.license === '' ? say.unstated : card.license}
        </p>
      </header>
      <Heading>{say.evaluation}</Heading>
      {card.evaluation.length === 0 && <Quiet>{say.unmeasured}</Quiet>}
      {card.evaluation.map(({ about, metrics, report }) => (
        <section key={report}>
          <p className="text-sm text-ink-2">{about}</p>
          <Figures metrics={metrics} language={language} />
        </section>
      ))}
      {Object.entries(card.contents).map(([part, { about, files, bytes, artifact }]) => (
        <section key={part}>
          <Heading>{part === 'model' ? say.model : part === 'index' ? say.index : part}</Heading>
          <Facts
            facts={[
              ...Object.entries(about)
                .filter(([, value]) => size === 'large' || typeof value !== 'object')
                .map(
                  ([name, value]) => [name, <Fact key={name} value={value} language={language} />] as const,
                ),
              [say.files, `${format.number(files)} · ${format.bytes(bytes)}`],
              [say.artifact, <code key="artifact">{artifact.slice(0, 12)}</code>],
            ]}
          />
        </section>
      ))}
    </>
  );
}

const Fact = ({ value, language }: { value: unknown; language: Language }) =>
  typeof value === 'object' && value !== null ? (
    <Json value={value} language={language} open={0} />
  ) : (
    <>{typeof value === 'number' ? formats(language).number(value) : String(value)}</>
  );

const ASKED = ['accuracy', 'recall@1', 'macro_f1'];

/** What the version was measured at is in its card; a step tells its own figures only. */
export const keyFigure: NonNullable<ViewModule['keyFigure']> = ({ metrics }, language) => {
  const name = [...ASKED, 'bytes'].find((key) => metrics[key] !== undefined);
  return name === undefined
    ? null
    : `${metricName(name, language)} ${figure(name, metrics[name]!, language)}`;
};
