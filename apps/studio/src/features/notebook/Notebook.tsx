import { ArrowDown, ArrowUp, NotebookText } from 'lucide-react';
import { useCallback, useEffect, useMemo, type FocusEvent } from 'react';
import { useCommands } from '../../commands/index.ts';
import { revealed, select, selection, useGraph, useMeta } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { EmptyState } from '../../ui/index.ts';
import { MarkdownText } from '../cell/index.ts';
import { messages } from './messages.ts';
import { elementId, NotebookCell } from './NotebookCell.tsx';
import { notebookOrder } from './notebookOrder.ts';

/**
 * The document as a column of its cells in the order in which they run: to read, to present, to print, on a phone, and with
 * a screen reader. The same cells and the same state as on the canvas.
 */
export function Notebook() {
  const t = useMessages(messages);
  const { title, description } = useMeta();
  const { document: graph } = useGraph();
  const { ids, circular } = useMemo(
    () => notebookOrder(graph.nodes, Object.values(graph.edges)),
    [graph.nodes, graph.edges],
  );
  useWalk(ids);
  // Cells hand the focus on to their parts; whichever has it, its cell is the selected one.
  const follow = useCallback((event: FocusEvent) => {
    const cell = event.target.closest('[data-testid^="node-"]');
    const nodeId = cell?.id.slice(elementId('').length);
    if (nodeId !== undefined) select([nodeId]);
  }, []);
  return (
    // `relative`: what is hidden for screen readers scrolls with its cell and does not stretch the page.
    <div className="relative h-full overflow-y-auto bg-paper print:h-auto print:overflow-visible print:bg-transparent">
      <article aria-label={t('notebook')} className="mx-auto max-w-220 space-y-4 px-4 py-6" onFocus={follow}>
        <header className="space-y-2 pb-2">
          <h1 className="text-2xl font-semibold break-words">{title === '' ? t('no-title') : title}</h1>
          {description !== undefined && description !== '' && (
            <MarkdownText text={description} className="text-ink-2" />
          )}
          {ids.length > 0 && <p className="text-sm text-ink-3">{t('cells', { count: ids.length })}</p>}
        </header>
        {ids.length === 0 && <EmptyState icon={NotebookText} title={t('empty')} text={t('empty-text')} />}
        {ids.map((id) => (
          <NotebookCell key={id} nodeId={id} circular={circular.has(id)} />
        ))}
      </article>
    </div>
  );
}

/** j and k go from cell to cell; whatever else wants a node to be seen (search, problems, links) scrolls to it. */
function useWalk(ids: readonly string[]): void {
  const t = useMessages(messages);
  const show = useCallback((nodeId: string) => {
    const cell = document.getElementById(elementId(nodeId));
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    cell?.scrollIntoView({ block: 'start', behavior: calm ? 'auto' : 'smooth' });
    cell?.focus({ preventScroll: true });
  }, []);
  useEffect(() => revealed.subscribe(({ nodeId }) => show(nodeId)), [show]);
  const step = (by: 1 | -1) => (): void => {
    const [now] = selection.getState().nodes;
    const at = now === undefined ? -1 : ids.indexOf(now);
    const next = ids[at === -1 && by === -1 ? ids.length - 1 : at + by];
    if (next !== undefined) show(next);
  };
  useCommands([
    { id: 'notebook.next', title: t('next'), group: 'view', icon: ArrowDown, shortcut: 'j', run: step(1) },
    {
      id: 'notebook.previous',
      title: t('previous'),
      group: 'view',
      icon: ArrowUp,
      shortcut: 'k',
      run: step(-1),
    },
  ]);
}
