import { lazy, Suspense } from 'react';
import { formats } from './format.ts';
import { Json } from './Json.tsx';
import type { FilePreview, Preview } from './preview.ts';
import { bilingual, type Language } from './words.ts';

/** A parser of its own, for the few files that need one. */
const Markdown = lazy(async () => ({ default: (await import('./Markdown.tsx')).Markdown }));

const words = bilingual(
  { more: (n: number) => `and ${n} more files`, binary: 'not shown here; download it to look inside' },
  { more: (n: number) => `另有 ${n} 个文件`, binary: '此处不显示；下载后可查看内容' },
);

/** A manifest of thousands of files is listed to here. */
const LISTED = 50;

/** The files of a report, model, index or blob; JSON as a tree, Markdown as text with headings. */
export function FilesPanel({
  preview,
  language,
  size,
}: {
  preview: Extract<Preview, { kind: 'files' }>;
  language: Language;
  size: 'inline' | 'large';
}) {
  const say = words(language);
  const readable = preview.files.filter((file) => file.content !== null);
  const rest = preview.files.filter((file) => file.content === null);
  return (
    <div className={`nowheel space-y-2 overflow-auto ${size === 'inline' ? 'max-h-44' : ''}`}>
      {readable.map((file) => (
        <details key={file.name} open={size === 'large' || readable.length === 1}>
          <summary className="cursor-default text-sm">
            <FileName file={file} language={language} />
          </summary>
          <div className="pt-1 pl-2">
            <Content file={file} language={language} />
          </div>
        </details>
      ))}
      {rest.length > 0 && (
        <ul title={say.binary} className="text-sm">
          {rest.slice(0, LISTED).map((file) => (
            <li key={file.name}>
              <FileName file={file} language={language} />
            </li>
          ))}
          {rest.length > LISTED && <li className="text-ink-3">{say.more(rest.length - LISTED)}</li>}
        </ul>
      )}
    </div>
  );
}

const FileName = ({ file, language }: { file: FilePreview; language: Language }) => (
  <>
    <span className="font-mono text-ink">{file.name}</span>{' '}
    <span className="text-ink-3">{formats(language).bytes(file.bytes)}</span>
  </>
);

function Content({ file: { name, content }, language }: { file: FilePreview; language: Language }) {
  if (content === null) return null;
  if ('json' in content) return <Json value={content.json} language={language} />;
  return name.endsWith('.md') ? (
    <Suspense fallback={<Text text={content.text} />}>
      <Markdown text={content.text} />
    </Suspense>
  ) : (
    <Text text={content.text} />
  );
}

const Text = ({ text }: { text: string }) => (
  <pre className="font-mono text-xs whitespace-pre-wrap">{text}</pre>
);
