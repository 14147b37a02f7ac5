import { markdown } from '@weft/nodes/views';
import { lazy, Suspense } from 'react';

const Markdown = lazy(async () => ({ default: (await markdown()).Markdown }));

/** Markdown that a colleague wrote; plain text until the reader of it has loaded. */
export const MarkdownText = ({ text, className }: { text: string; className?: string }) => (
  <Suspense fallback={<p className="break-words whitespace-pre-wrap">{text}</p>}>
    <Markdown text={text} className={className} />
  </Suspense>
);
