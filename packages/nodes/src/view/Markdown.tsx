import type { ComponentProps, ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { safeLink, safeUrl } from './safeLinks.ts';

/**
 * Markdown of a stranger. Raw HTML stays text, because no plug-in parses it; links open apart and say where they lead;
 * images load only from the text itself. See safeLinks.ts.
 */
export function Markdown({ text, className = '' }: { text: string; className?: string }) {
  return (
    <div className={`space-y-2 text-base break-words text-ink ${className}`}>
      <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS} urlTransform={safeUrl}>
        {text}
      </ReactMarkdown>
    </div>
  );
}

const PLUGINS = [remarkGfm];

/** A heading inside a note is below the headings of the studio, whatever its author chose. */
const heading = (look: string) =>
  function Heading({ children }: { children?: ReactNode }) {
    return (
      <p role="heading" aria-level={5} className={`pt-1 font-medium ${look}`}>
        {children}
      </p>
    );
  };

const COMPONENTS: Components = {
  h1: heading('text-lg'),
  h2: heading('text-base'),
  h3: heading('text-base text-ink-2'),
  h4: heading('text-sm text-ink-2'),
  h5: heading('text-sm text-ink-2'),
  h6: heading('text-sm text-ink-2'),
  a: ({ href, children }) => {
    const to = safeLink(href);
    return to === null ? (
      <>{children}</>
    ) : (
      <a
        href={to}
        title={to}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="text-stage-ingest underline underline-offset-2"
      >
        {children}
      </a>
    );
  },
  // An empty src is what is left of an address that is not allowed; its description is shown instead.
  img: ({ src, alt }) =>
    typeof src === 'string' && src !== '' ? (
      <img src={src} alt={alt ?? ''} className="max-w-full rounded-sm" />
    ) : (
      <span className="rounded-sm border border-line px-1 text-sm text-ink-3">{alt === '' ? '…' : alt}</span>
    ),
  code: ({ children, className }: ComponentProps<'code'>) => (
    <code className={`rounded-sm bg-sunken px-1 font-mono text-sm ${className ?? ''}`}>{children}</code>
  ),
  pre: ({ children }) => (
    <pre className="nowheel overflow-auto rounded-sm bg-sunken p-2 text-sm [&>code]:bg-transparent [&>code]:p-0">
      {children}
    </pre>
  ),
  ul: ({ children }) => <ul className="list-disc space-y-0.5 pl-5">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="list-decimal space-y-0.5 pl-5">
      {children}
    </ol>
  ),
  blockquote: ({ children }) => (
    <blockquote className="border-l-2 border-line-strong pl-3 text-ink-2">{children}</blockquote>
  ),
  hr: () => <hr className="border-line" />,
  table: ({ children }) => (
    <div className="nowheel overflow-x-auto">
      <table className="border-collapse text-sm">{children}</table>
    </div>
  ),
  th: ({ children }) => (
    <th className="border border-line bg-sunken px-2 py-0.5 text-left font-medium">{children}</th>
  ),
  td: ({ children }) => <td className="border border-line px-2 py-0.5 align-top">{children}</td>,
};
