import { PanelLeft, PanelRight } from 'lucide-react';
import { lazy, Suspense, useCallback } from 'react';
import { useWorkspace } from '../../app/index.ts';
import { shortcutOf, useCommands, usePaletteSource } from '../../commands/index.ts';
import { place, reveal, select, specOf, useLive } from '../../document/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { STAGE_LOOK } from '../../ui/index.ts';
import { Canvas } from '../canvas/index.ts';
import { Cell } from '../cell/index.ts';
import { CompareDialog } from '../run-compare/index.ts';
import { DocumentSearch } from '../document-search/index.ts';
import { ExplainDialog } from '../explain/index.ts';
import { Inspector } from '../inspector/index.ts';
import { PalettePanel, PalettePopover } from '../palette/index.ts';
import { PresenceOnCanvas } from '../presence/index.ts';
import { HistoryBanner } from '../run-drawer/index.ts';
import { messages } from './messages.ts';
import { usePane } from './panes.ts';
import { useNodeInAddress, type View } from './place.ts';

const Notebook = lazy(async () => ({ default: (await import('../notebook/index.ts')).Notebook }));
const Drawer = lazy(async () => ({ default: (await import('../run-drawer/index.ts')).Drawer }));

/** The document in one of its two views, and what stands around it. */
export function DocumentBody({ view }: { readonly view: View }) {
  const t = useMessages(messages);
  const { canEdit } = useLive();
  const { workspaceId } = useWorkspace();
  const [nodesOpen, setNodesOpen] = usePane('nodes', false);
  const [inspecting, setInspecting] = usePane('inspector', true);
  const open = useCallback(
    (nodeId: string) => {
      select([nodeId]);
      setInspecting(true);
    },
    [setInspecting],
  );
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
          <PalettePanel
            onChoose={place}
            onClose={() => setNodesOpen(false)}
            closeLabel={t('nodes')}
            shortcut={shortcutOf('view.nodes')}
          />
        )}
        <main className="relative min-w-0 flex-1">
          {view === 'canvas' ? (
            <Canvas workspaceId={workspaceId} cell={Cell} palette={PalettePopover} open={open}>
              <PresenceOnCanvas />
            </Canvas>
          ) : (
            <Suspense fallback={null}>
              <Notebook />
            </Suspense>
          )}
          <DocumentSearch />
        </main>
        {inspecting && <Inspector />}
      </div>
      <Suspense fallback={null}>
        <Drawer />
      </Suspense>
      <ExplainDialog />
      <CompareDialog />
    </>
  );
}

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
