import { useState } from 'react';
import { bilingual, type Language } from './words.ts';

const words = bilingual(
  {
    more: (n: number) => `${n} more`,
    items: (n: number) => (n === 1 ? '1 item' : `${n} items`),
    fields: (n: number) => (n === 1 ? '1 field' : `${n} fields`),
  },
  {
    more: (n: number) => `还有 ${n} 项`,
    items: (n: number) => `${n} 项`,
    fields: (n: number) => `${n} 个字段`,
  },
);

/** Members shown before "n more": a list of ten thousand labels must not freeze the page. */
const SHOWN = 50;

/** Any JSON as a tree that opens level by level. Strings are shown as text and never as anything else. */
export function Json({
  value,
  language,
  open = 1,
}: {
  value: unknown;
  language: Language;
  /** Levels that are open at first. */
  open?: number;
}) {
  return (
    <div className="font-mono text-xs break-words">
      <Member value={value} language={language} open={open} />
    </div>
  );
}

function Member({
  name,
  value,
  language,
  open,
}: {
  name?: string;
  value: unknown;
  language: Language;
  open: number;
}) {
  const label = name === undefined ? null : <span className="text-ink-2">{name}: </span>;
  if (typeof value !== 'object' || value === null)
    return (
      <div>
        {label}
        <span className={typeof value === 'string' ? 'text-stage-index' : 'text-stage-ingest'}>
          {typeof value === 'string' ? value : JSON.stringify(value)}
        </span>
      </div>
    );
  return <Branch name={name} value={value} language={language} open={open} />;
}

function Branch({
  name,
  value,
  language,
  open,
}: {
  name?: string;
  value: object;
  language: Language;
  open: number;
}) {
  const say = words(language);
  const [shown, setShown] = useState(open > 0);
  const [limit, setLimit] = useState(SHOWN);
  const list = Array.isArray(value);
  const members = Object.entries(value);
  return (
    <div>
      <button
        type="button"
        aria-expanded={shown}
        onClick={() => setShown(!shown)}
        className="nodrag rounded-sm text-left hover:bg-hover"
      >
        <span aria-hidden className="inline-block w-3 text-ink-3">
          {shown ? '▾' : '▸'}
        </span>
        {name !== undefined && <span className="text-ink-2">{name}: </span>}
        <span className="text-ink-3">{list ? say.items(members.length) : say.fields(members.length)}</span>
      </button>
      {shown && (
        <div className="ml-1.5 border-l border-line pl-2">
          {members.slice(0, limit).map(([key, member]) => (
            <Member
              key={key}
              name={list ? undefined : key}
              value={member}
              language={language}
              open={open - 1}
            />
          ))}
          {members.length > limit && (
            <button
              type="button"
              className="nodrag text-ink-2 underline underline-offset-2"
              onClick={() => setLimit(limit + 10 * SHOWN)}
            >
              {say.more(members.length - limit)}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
