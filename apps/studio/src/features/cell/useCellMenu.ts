import { insertGraph, part, removeNodes, renamed } from '@weft/engine/live';
import {
  CirclePlay,
  CopyPlus,
  HelpCircle,
  Pencil,
  Play,
  RotateCw,
  ScrollText,
  StickyNote,
  Trash2,
} from 'lucide-react';
import { useWorkspace } from '../../shell/index.ts';
import { select, textParams, useLive } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { askWhy, openLog, useRunActions, type RunSelection } from '../../runs/index.ts';
import { toast, useSentence, type MenuItem } from '../../ui/index.ts';
import { messages } from './messages.ts';

export interface CellMenuOptions {
  readonly nodeId: string;
  readonly title: string;
  /** The run being shown has the node. */
  readonly hasStep: boolean;
  readonly hasNote: boolean;
  readonly onRename: () => void;
  readonly onNote: () => void;
}

/** What can be done with a node, from wherever it is shown. */
export function useCellMenu({
  nodeId,
  title,
  hasStep,
  hasNote,
  onRename,
  onNote,
}: CellMenuOptions): () => MenuItem[] {
  const t = useMessages(messages);
  const { can } = useWorkspace();
  const live = useLive();
  const { startRun } = useRunActions();
  const sentence = useSentence();
  const start = (selection: RunSelection) => () =>
    void startRun(selection).catch((error: unknown) => toast(sentence(error), { tone: 'danger' }));

  const duplicate = (): void => {
    const copy = renamed(part(live.store.reading().document, [nodeId]), { x: 40, y: 40 });
    live.undo.stopCapturing();
    insertGraph(live.doc, copy, textParams);
    select(Object.keys(copy.nodes));
  };
  const remove = (): void => {
    live.undo.stopCapturing();
    removeNodes(live.doc, [nodeId]);
    toast(t('deleted', { title }), { action: { label: t('undo'), onSelect: () => void live.undo.undo() } });
  };

  return () => {
    const cannotRun = !can('run:start');
    const run = (id: string, label: string, icon: typeof Play, selection: RunSelection): MenuItem => ({
      id,
      label,
      icon,
      disabled: cannotRun,
      onSelect: start(selection),
    });
    return [
      run('run-here', t('run-here'), Play, { to: [nodeId] }),
      run('run-below', t('run-below'), CirclePlay, { from: [nodeId] }),
      run('force', t('force'), RotateCw, { to: [nodeId], force: [nodeId] }),
      'separator',
      { id: 'why', label: t('why'), icon: HelpCircle, onSelect: () => askWhy(nodeId) },
      { id: 'log', label: t('log'), icon: ScrollText, disabled: !hasStep, onSelect: () => openLog(nodeId) },
      ...(live.canEdit
        ? ([
            'separator',
            { id: 'rename', label: t('rename'), icon: Pencil, shortcut: 'f2', onSelect: onRename },
            { id: 'note', label: t(hasNote ? 'edit-note' : 'add-note'), icon: StickyNote, onSelect: onNote },
            { id: 'duplicate', label: t('duplicate'), icon: CopyPlus, onSelect: duplicate },
            'separator',
            { id: 'delete', label: t('delete'), icon: Trash2, danger: true, onSelect: remove },
          ] satisfies MenuItem[])
        : []),
    ];
  };
}
