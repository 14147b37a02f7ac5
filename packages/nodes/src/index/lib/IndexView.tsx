import { formats } from '../../view/format.ts';
import { FilesPanel } from '../../view/FilesPanel.tsx';
import { Facts, Heading, Shown } from '../../view/parts.tsx';
import type { ViewModule, ViewProps } from '../../view/types.ts';
import { jsonFile, useOutput } from '../../view/useOutput.ts';
import { bilingual } from '../../view/words.ts';

const words = bilingual(
  {
    kind: 'searches by',
    hybrid: 'words and vectors',
    vector: 'vectors',
    rows: 'chunks',
    dimensions: 'length of a vector',
    questions: 'questions as text',
    yes: 'yes, it brings its embedder',
    words: 'by words only',
    no: 'no, vectors only',
    size: 'size',
    files: 'Files',
    chunks: (n: string) => `${n} chunks`,
  },
  {
    kind: '检索方式',
    hybrid: '词和向量',
    vector: '向量',
    rows: '分块数',
    dimensions: '向量长度',
    questions: '支持文本提问',
    yes: '支持，自带嵌入模型',
    words: '仅按词检索',
    no: '不支持，仅限向量',
    size: '大小',
    files: '文件',
    chunks: (n: string) => `${n} 个分块`,
  },
);

interface About {
  readonly kind?: unknown;
  readonly rows?: unknown;
  readonly dimensions?: unknown;
  readonly embedder?: unknown;
}

/** What an index holds and how it can be asked. */
export function IndexView(props: ViewProps) {
  const { step, language, size } = props;
  const say = words(language);
  const format = formats(language);
  const output = useOutput(props, 'index');
  const about = (jsonFile(output, 'index.json') ?? {}) as About;
  const hybrid = about.kind === 'hybrid';
  const facts = [
    [say.kind, hybrid ? say.hybrid : say.vector],
    [say.rows, countOf(about.rows ?? step.metrics['chunks'], format.number)],
    [say.dimensions, countOf(about.dimensions ?? step.metrics['dimensions'], format.number)],
    [say.questions, about.embedder === true ? say.yes : hybrid ? say.words : say.no],
    [say.size, format.bytes(step.outputs['index']?.bytes ?? 0)],
  ] as const;
  return (
    <Shown output={output} language={language}>
      {() => (
        <div className="space-y-2">
          <Facts facts={facts} />
          {size === 'large' && output.kind === 'ready' && output.preview.kind === 'files' && (
            <>
              <Heading>{say.files}</Heading>
              <FilesPanel preview={output.preview} language={language} size={size} />
            </>
          )}
        </div>
      )}
    </Shown>
  );
}

const countOf = (value: unknown, write: (value: number) => string): string =>
  typeof value === 'number' ? write(value) : '–';

export const keyFigure: NonNullable<ViewModule['keyFigure']> = ({ metrics }, language) =>
  metrics['chunks'] === undefined
    ? null
    : words(language).chunks(formats(language).number(metrics['chunks']));
