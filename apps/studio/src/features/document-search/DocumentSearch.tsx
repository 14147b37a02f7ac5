import type { DocumentNode } from '@weft/engine/graph';
import { Search, X } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { useCommands } from '../../commands/index.ts';
import { reveal, select, specOf, useGraph, useNode } from '../../document/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { IconButton, StageIcon } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { search, type Hit } from './search.ts';

/** Search over everything people wrote in the document (⌘F). Going through the hits moves the canvas or the notebook. */
export function DocumentSearch() {
  const t = useMessages(messages);
  const [open, setOpen] = useState(false);
  useCommands([
    {
      id: 'document.search',
      title: t('title'),
      group: 'document',
      icon: Search,
      shortcut: 'mod+f',
      run: () => setOpen(true),
    },
  ]);
  return open ? <SearchBox onClose={() => setOpen(false)} /> : null;
}

function SearchBox({ onClose }: { onClose: () => void }) {
  const t = useMessages(messages);
  const language = useLanguage();
  const { document } = useGraph();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(-1);
  const asked = useDeferredValue(query);
  const hits = useMemo(() => {
    const nodes: Readonly<Record<string, DocumentNode>> = document.nodes;
    const left = (id: string): number => nodes[id]?.position?.x ?? 0;
    const order = Object.keys(nodes).toSorted((a, b) => left(a) - left(b));
    return search(asked, { nodes, order, specOf, language });
  }, [asked, document, language]);

  const go = (to: number): void => {
    const hit = hits[(to + hits.length) % hits.length];
    if (hit === undefined) return;
    setAt((to + hits.length) % hits.length);
    select([hit.nodeId]);
    reveal(hit.nodeId);
  };
  return (
    <section
      aria-label={t('title')}
      className="absolute top-3 right-3 z-30 flex max-h-[60%] w-90 flex-col rounded-lg border border-line bg-raised shadow-raised"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        else if (event.key === 'Enter' || event.key === 'ArrowDown') go(event.shiftKey ? at - 1 : at + 1);
        else if (event.key === 'ArrowUp') go(at - 1);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div className="flex items-center gap-2 py-1 pr-1 pl-3">
        <Search aria-hidden className="size-4 shrink-0 text-ink-3" />
        <input
          autoFocus
          role="searchbox"
          value={query}
          aria-label={t('title')}
          placeholder={t('placeholder')}
          className="h-8 min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-3"
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(-1);
          }}
        />
        <span role="status" className="shrink-0 text-sm text-ink-3">
          {asked.trim() !== '' && t('count', { count: hits.length })}
        </span>
        <IconButton icon={X} label={t('close')} shortcut="escape" onClick={onClose} />
      </div>
      <ul className="min-h-0 overflow-y-auto border-t border-line p-1">
        {hits.length === 0 && (
          <li className="px-2 py-1.5 text-sm text-ink-2">
            {asked.trim() === '' ? t('hint') : t('none', { query: asked })}
          </li>
        )}
        {hits.map((hit, index) => (
          <li key={`${hit.nodeId} ${'name' in hit.where ? hit.where.name : hit.where.kind}`}>
            <button
              type="button"
              data-current={index === at}
              className="flex w-full items-start gap-2 rounded-md px-2 py-1.5 text-left hover:bg-hover data-[current=true]:bg-selected"
              onClick={() => go(index)}
            >
              <HitText hit={hit} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function HitText({ hit: { nodeId, where, line, from, length } }: { hit: Hit }) {
  const t = useMessages(messages);
  const language = useLanguage();
  const node = useNode(nodeId);
  const spec = node === null ? null : specOf(node);
  return (
    <>
      {spec !== null && <StageIcon stage={spec.stage} className="mt-0.5" />}
      <span className="min-w-0">
        <span className="block truncate">
          {node?.title ?? spec?.title[language] ?? nodeId}
          <span className="ml-2 text-xs text-ink-3">
            {where.kind === 'param' ? where.name : t(`in-${where.kind}`)}
          </span>
        </span>
        <span className="block truncate font-mono text-xs text-ink-2">
          {line.slice(0, from)}
          <mark className="rounded-sm bg-selected text-ink">{line.slice(from, from + length)}</mark>
          {line.slice(from + length)}
        </span>
      </span>
    </>
  );
}
