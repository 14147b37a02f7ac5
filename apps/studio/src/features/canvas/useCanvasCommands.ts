import { useReactFlow } from '@xyflow/react';
import {
  BoxSelect,
  Cable,
  ClipboardPaste,
  Copy,
  CopyPlus,
  FileUp,
  Group,
  Maximize,
  Network,
  Plus,
  Redo2,
  Scan,
  Scissors,
  Trash2,
  Undo2,
  Ungroup,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { useMemo } from 'react';
import { useCommands, type Command } from '../../commands/index.ts';
import { selection, useLive, useSelection } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { toast } from '../../ui/index.ts';
import {
  duplicateChosen,
  groupChosen,
  removeChosen,
  selectAll,
  selectAlong,
  ungroupChosen,
} from './actions.ts';
import type { AskForNode } from './ask.ts';
import { messages } from './messages.ts';
import type { ClipboardActions } from './useClipboard.ts';

export interface CanvasCommandsOptions {
  readonly ask: AskForNode;
  readonly clipboard: ClipboardActions;
  readonly layout: () => Promise<void>;
  readonly connect: (nodeId: string) => void;
  /** Asks for a file and pastes what is in it. */
  readonly importFile: () => void;
}

const ZOOM_MS = 150;
const motion = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : ZOOM_MS);

/** Every action of the canvas, once: keys, menus, the palette and the sheet of keys all read these. */
export function useCanvasCommands({
  ask,
  clipboard,
  layout,
  connect,
  importFile,
}: CanvasCommandsOptions): void {
  const live = useLive();
  const t = useMessages(messages);
  const { fitView, zoomIn, zoomOut, zoomTo } = useReactFlow();
  const { nodes, edges } = useSelection();
  const some = nodes.size > 0;
  const { canEdit } = live;

  const commands = useMemo((): Command[] => {
    const fitNodes = (ids?: Iterable<string>): void =>
      void fitView({
        duration: motion(),
        padding: 0.15,
        maxZoom: 1,
        ...(ids === undefined ? {} : { nodes: [...ids].map((id) => ({ id })) }),
      });
    const remove = (): void => {
      const count = selection.getState().nodes.size;
      removeChosen(live);
      if (count > 0)
        toast(t('deleted', { count }), {
          action: { label: t('undo'), onSelect: () => void live.undo.undo() },
        });
    };
    const edit = (command: Omit<Command, 'group'>, enabled = true): Command => ({
      group: 'edit',
      ...command,
      enabled: canEdit && enabled,
    });
    const view = (command: Omit<Command, 'group'>): Command => ({ group: 'view', ...command });
    return [
      edit({ id: 'canvas.add', title: t('add'), icon: Plus, shortcut: 'a', run: () => ask({}) }),
      edit({ id: 'canvas.add-slash', title: t('add'), shortcut: '/', hidden: true, run: () => ask({}) }),
      edit(
        {
          id: 'canvas.connect',
          title: t('connect'),
          icon: Cable,
          shortcut: 'c',
          run: () => connect([...nodes][0]!),
        },
        nodes.size === 1,
      ),
      edit({
        id: 'edit.undo',
        title: t('undo'),
        icon: Undo2,
        shortcut: 'mod+z',
        run: () => void live.undo.undo(),
      }),
      edit({
        id: 'edit.redo',
        title: t('redo'),
        icon: Redo2,
        shortcut: 'mod+shift+z',
        run: () => void live.undo.redo(),
      }),
      { id: 'edit.copy', group: 'edit', title: t('copy'), icon: Copy, enabled: some, run: clipboard.copy },
      edit({ id: 'edit.cut', title: t('cut'), icon: Scissors, run: clipboard.cut }, some),
      edit({ id: 'edit.paste', title: t('paste'), icon: ClipboardPaste, run: clipboard.paste }),
      edit(
        {
          id: 'edit.duplicate',
          title: t('duplicate'),
          icon: CopyPlus,
          shortcut: 'mod+d',
          run: () => duplicateChosen(live),
        },
        some,
      ),
      edit(
        { id: 'edit.delete', title: t('delete'), icon: Trash2, shortcut: 'delete', run: remove },
        some || edges.size > 0,
      ),
      edit(
        { id: 'edit.delete-back', title: t('delete'), shortcut: 'backspace', hidden: true, run: remove },
        some || edges.size > 0,
      ),
      edit(
        {
          id: 'edit.group',
          title: t('group'),
          icon: Group,
          shortcut: 'mod+g',
          run: () => groupChosen(live, t('group-title')),
        },
        some,
      ),
      edit(
        {
          id: 'edit.ungroup',
          title: t('ungroup'),
          icon: Ungroup,
          shortcut: 'mod+shift+g',
          run: () => ungroupChosen(live),
        },
        [...nodes].some((id) => live.store.node(id)?.group !== undefined),
      ),
      {
        id: 'canvas.import',
        group: 'document',
        title: t('import-file'),
        icon: FileUp,
        enabled: canEdit,
        run: importFile,
      },
      edit({ id: 'canvas.layout', title: t('layout'), icon: Network, shortcut: 'l', run: layout }),
      {
        id: 'edit.select-all',
        group: 'edit',
        title: t('select-all'),
        icon: BoxSelect,
        shortcut: 'mod+a',
        run: () => selectAll(live),
      },
      view({
        id: 'canvas.select-up',
        title: t('walk-up'),
        enabled: some,
        run: () => selectAlong(live, 'up'),
      }),
      view({
        id: 'canvas.select-down',
        title: t('walk-down'),
        enabled: some,
        run: () => selectAlong(live, 'down'),
      }),
      view({ id: 'canvas.fit', title: t('fit'), icon: Maximize, shortcut: 'f', run: () => fitNodes() }),
      view({
        id: 'canvas.fit-selection',
        title: t('fit-selection'),
        icon: Scan,
        shortcut: 'shift+f',
        enabled: some,
        run: () => fitNodes(nodes),
      }),
      view({
        id: 'canvas.zoom-100',
        title: t('zoom-100'),
        shortcut: '1',
        run: () => void zoomTo(1, { duration: motion() }),
      }),
      view({
        id: 'canvas.zoom-in',
        title: t('zoom-in'),
        icon: ZoomIn,
        shortcut: '=',
        run: () => void zoomIn({ duration: motion() }),
      }),
      view({
        id: 'canvas.zoom-out',
        title: t('zoom-out'),
        icon: ZoomOut,
        shortcut: '-',
        run: () => void zoomOut({ duration: motion() }),
      }),
    ];
  }, [
    importFile,
    ask,
    canEdit,
    clipboard,
    connect,
    edges,
    fitView,
    layout,
    live,
    nodes,
    some,
    t,
    zoomIn,
    zoomOut,
    zoomTo,
  ]);
  useCommands(commands);
}
