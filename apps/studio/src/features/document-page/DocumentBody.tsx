import { PanelLeft, PanelRight, type LucideIcon } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect } from 'react';
import { useWorkspace, whenAtRest } from '../../shell/index.ts';
import { shortcutOf, useCommands, usePaletteSource } from '../../commands/index.ts';
import { place, reveal, select, specOf, useLive } from '../../document/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { IconButton, Skeleton, STAGE_LOOK, useMediaQuery } from '../../ui/index.ts';
import { Canvas } from '../canvas/index.ts';
import { Cell, nearCell } from '../cell/index.ts';
import { CompareDialog } from '../run-compare/index.ts';
import { DocumentSearch } from '../document-search/index.ts';
import { ExplainDialog } from '../explain/index.ts';
import { Inspector, inspectorForms } from '../inspector/index.ts';
import { PresenceOnCanvas } from '../presence/index.ts';
import { HistoryBanner } from '../run-drawer/index.ts';
import { messages } from './messages.ts';
import { usePane } from './panes.ts';
import { useNodeInAddress, type View } from './place.ts';

const palette = () => import('../palette/index.ts');
const PalettePanel = lazy(async () => ({ default: (await palette()).PalettePanel }));
const PalettePopover = lazy(async () => ({ default: (await palette()).PalettePopover }));
const Notebook = lazy(async () => ({ default: (await import('../notebook/index.ts')).Notebook }));
const Drawer = lazy(async () => ({ default: (await import('../run-drawer/index.ts')).Drawer }));

/** The document in one of its two views, and what stands around it. */
export function DocumentBody({ view }: { readonly view: View }) {
  const t = useMessages(messages);
  const { canEdit } = useLive();
  const { workspaceId } = useWorkspace();
  const [nodesOpen, setNodesOpen] = usePane('nodes', false);
  // Beside the canvas where both have room; over it, and closed at first, where they have not.
  const narrow = useMediaQuery('(width < 1100px)');
  const [inspecting, setInspecting] = usePane(narrow ? 'inspector-over' : 'inspector', !narrow);
  const open = useCallback(
    (nodeId: string) => {
      select([nodeId]);
      setInspecting(true);
    },
    [setInspecting],
  );
  useEffect(() => whenAtRest(loadTheRest), []);
  useNodeInAddress();
  useNodesInPalette();
  useCommands([
    {
      id: 'view.nodes',
      title: t('nodes'),
      group: 'view',
      icon: PanelLeft,
      shortcut: 'shift+a',
      enabled: canEdit && view === 'canvas',
      run: () => setNodesOpen(!nodesOpen),
    },
    {
      id: 'view.inspector',
      title: t('inspector'),
      group: 'view',
      icon: PanelRight,
      shortcut: 'i',
      run: () => setInspecting(!inspecting),
    },
  ]);

  return (
    <>
      <HistoryBanner />
      <div className="relative flex min-h-0 flex-1">
        {nodesOpen && canEdit && view === 'canvas' && (
          <Suspense fallback={<div className="w-64 shrink-0 border-r border-line bg-surface" />}>
            <PalettePanel
              onChoose={place}
              onClose={() => setNodesOpen(false)}
              closeLabel={t('nodes')}
              shortcut={shortcutOf('view.nodes')}
            />
          </Suspense>
        )}
        <main className="relative min-w-0 flex-1">
          {view === 'canvas' ? (
            <Canvas workspaceId={workspaceId} cell={Cell} palette={PalettePopover} open={open}>
              <PresenceOnCanvas />
            </Canvas>
          ) : (
            <Suspense fallback={<NotebookSkeleton />}>
              <Notebook />
            </Suspense>
          )}
          {view === 'canvas' && canEdit && !nodesOpen && (
            <PaneButton
              className="left-2"
              icon={PanelLeft}
              label={t('nodes')}
              command="view.nodes"
              onClick={() => setNodesOpen(true)}
            />
          )}
          {view === 'canvas' && !inspecting && (
            <PaneButton
              className="right-2"
              icon={PanelRight}
              label={t('inspector')}
              command="view.inspector"
              onClick={() => setInspecting(true)}
            />
          )}
          <DocumentSearch />
        </main>
        {inspecting && (
          <Inspector over={narrow} close={{ label: t('close-inspector'), run: () => setInspecting(false) }} />
        )}
      </div>
      <Suspense fallback={null}>
        <Drawer />
      </Suspense>
      <ExplainDialog />
      <CompareDialog />
    </>
  );
}

/**
 * What the hand reaches for next: so that it is there at once, and there at all when the connection is not. The page
 * itself does not wait for it (e2e/firstLoad.test.ts).
 */
const loadTheRest = (): void => {
  for (const part of [nearCell, inspectorForms, palette]) part().catch(() => {});
};

const NotebookSkeleton = () => (
  <div aria-busy className="mx-auto max-w-220 space-y-4 px-4 py-6">
    <Skeleton className="h-7 w-64" />
    <Skeleton className="h-56" />
    <Skeleton className="h-56" />
  </div>
);

/** Opens what stands beside the canvas, from where it will stand. */
const PaneButton = ({
  command,
  className,
  ...button
}: {
  icon: LucideIcon;
  label: string;
  command: string;
  className: string;
  onClick: () => void;
}) => (
  <div
    className={`absolute top-2 rounded-md border border-line bg-surface shadow-sheet print:hidden ${className}`}
  >
    <IconButton {...button} shortcut={shortcutOf(command)} />
  </div>
);

/** ⌘K goes to nodes by their titles. */
function useNodesInPalette(): void {
  const t = useMessages(messages);
  const language = useLanguage();
  const { store } = useLive();
  usePaletteSource(
    'nodes',
    () =>
      store.nodeIds().map((id) => {
        const node = store.node(id)!;
        const spec = specOf(node);
        return {
          id,
          title: node.title ?? spec?.title[language] ?? id,
          hint: node.type,
          icon: spec === null ? undefined : STAGE_LOOK[spec.stage].icon,
          run: () => {
            select([id]);
            reveal(id);
          },
        };
      }),
    t('node-source'),
  );
}
