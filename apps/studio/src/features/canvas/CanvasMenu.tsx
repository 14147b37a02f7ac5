import { removeEdges } from '@weft/engine/live';
import { useState, type MouseEvent, type ReactNode } from 'react';
import { commandOf, runCommand, shortcutOf } from '../../commands/index.ts';
import { select, selection, specOf, useLive } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { ContextMenu, type MenuItem } from '../../ui/index.ts';
import type { AskForNode } from './ask.ts';
import { messages } from './messages.ts';

/** What was under the pointer when the menu was asked for. */
type Under =
  | { readonly kind: 'canvas'; readonly at: { readonly x: number; readonly y: number } }
  | { readonly kind: 'nodes'; readonly id: string; readonly at: { readonly x: number; readonly y: number } }
  | { readonly kind: 'wire'; readonly id: string };

/** Commands about the selected nodes that belong to runs; shown where somebody offers them. */
const RUNS = ['run.to', 'run.from', 'run.again', 'run.why'];

/** Keys that the browser turns into clipboard events, which need no permission; they are no shortcuts of ours. */
const BY_BROWSER: Readonly<Record<string, string>> = {
  'edit.copy': 'mod+c',
  'edit.cut': 'mod+x',
  'edit.paste': 'mod+v',
};

export interface CanvasMenuProps {
  readonly ask: AskForNode;
  readonly open: (nodeId: string) => void;
  readonly children: ReactNode;
}

/** The menu of a node, a wire or the empty canvas. Its items are the commands; nothing can be done only here. */
export function CanvasMenu({ ask, open, children }: CanvasMenuProps) {
  const t = useMessages(messages);
  const { doc, canEdit, store } = useLive();
  const [under, setUnder] = useState<Under>({ kind: 'canvas', at: { x: 0, y: 0 } });

  const notice = (event: MouseEvent): void => {
    const target = event.target as Element;
    const at = { x: event.clientX, y: event.clientY };
    const node = target.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
    const wire = target.closest<HTMLElement>('.react-flow__edge')?.dataset['id'];
    if (node !== undefined) {
      if (!selection.getState().nodes.has(node)) select([node]);
      setUnder({ kind: 'nodes', id: node, at });
    } else if (wire !== undefined) {
      select([], [wire]);
      setUnder({ kind: 'wire', id: wire });
    } else setUnder({ kind: 'canvas', at });
  };

  const command = (
    id: string,
    label: string,
    more: { danger?: boolean; readOnly?: boolean } = {},
  ): MenuItem => ({
    id,
    label,
    shortcut: shortcutOf(id) ?? BY_BROWSER[id],
    danger: more.danger,
    disabled: !canEdit && more.readOnly !== true,
    onSelect: () => void runCommand(id),
  });

  const nodeItems = (id: string, at: { x: number; y: number }): MenuItem[] => {
    const node = store.node(id);
    const spec = node === null ? null : specOf(node);
    const beside = (side: 'in' | 'out'): MenuItem[] => {
      const [first] = Object.entries((side === 'out' ? spec?.outputs : spec?.inputs) ?? {});
      if (first === undefined) return [];
      const [port, { type }] = first;
      return [
        {
          id: `add-${side}`,
          label: t(side === 'out' ? 'add-after' : 'add-before'),
          disabled: !canEdit,
          onSelect: () => ask({ screen: at, wire: { from: { node: id, port, side } as never, type } }),
        },
      ];
    };
    return [
      { id: 'open', label: t('open'), shortcut: 'enter', onSelect: () => open(id) },
      ...RUNS.flatMap((run): MenuItem[] => {
        const known = commandOf(run);
        if (known === undefined) return [];
        const { title, icon, shortcut, enabled } = known;
        return [
          {
            id: run,
            label: title,
            icon,
            shortcut,
            disabled: enabled === false,
            onSelect: () => void runCommand(run),
          },
        ];
      }),
      'separator',
      ...beside('out'),
      ...beside('in'),
      command('canvas.connect', t('connect')),
      'separator',
      command('edit.copy', t('copy'), { readOnly: true }),
      command('edit.cut', t('cut')),
      command('edit.duplicate', t('duplicate')),
      command('edit.group', t('group')),
      ...(node?.group === undefined ? [] : [command('edit.ungroup', t('ungroup'))]),
      'separator',
      command('canvas.select-up', t('walk-up'), { readOnly: true }),
      command('canvas.select-down', t('walk-down'), { readOnly: true }),
      'separator',
      command('edit.delete', t('delete'), { danger: true }),
    ];
  };

  const items = ((): MenuItem[] => {
    switch (under.kind) {
      case 'nodes':
        return nodeItems(under.id, under.at);
      case 'wire':
        return [
          {
            id: 'delete-wire',
            label: t('delete'),
            danger: true,
            disabled: !canEdit,
            onSelect: () => removeEdges(doc, [under.id]),
          },
        ];
      case 'canvas':
        return [
          {
            id: 'add-here',
            label: t('add-here'),
            disabled: !canEdit,
            onSelect: () => ask({ screen: under.at }),
          },
          command('edit.paste', t('paste')),
          'separator',
          command('edit.select-all', t('select-all'), { readOnly: true }),
          command('canvas.layout', t('layout')),
          command('canvas.fit', t('fit'), { readOnly: true }),
          command('canvas.zoom-100', t('zoom-100'), { readOnly: true }),
        ];
    }
  })();

  return (
    <ContextMenu items={items}>
      <div className="h-full w-full" onContextMenuCapture={notice}>
        {children}
      </div>
    </ContextMenu>
  );
}
