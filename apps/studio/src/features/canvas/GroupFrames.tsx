import { renameGroup } from '@weft/engine/live';
import { useStoreApi, ViewportPortal } from '@xyflow/react';
import { memo, useRef, useState, type PointerEvent } from 'react';
import { select, useGroups, useLive, type Point } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import type { CellNode } from './flowNodes.ts';
import { around, type Box } from './guides.ts';
import { messages } from './messages.ts';
import { TOLD, type Flow } from './useFlow.ts';

const PADDING = 24;
const TITLE = 36;

export interface GroupFramesProps extends Pick<Flow, 'nodes' | 'hold' | 'drop'> {}

/** Frames behind the nodes of each group. Dragging a title drags all of them; double click renames it. */
export function GroupFrames({ nodes, hold, drop }: GroupFramesProps) {
  const groups = useGroups();
  const { store } = useLive();
  if (groups.size === 0) return null;
  const members = new Map<string, CellNode[]>();
  for (const node of nodes) {
    const group = store.node(node.id)?.group;
    if (group !== undefined && groups.has(group)) members.set(group, [...(members.get(group) ?? []), node]);
  }
  return (
    <ViewportPortal>
      {[...members].map(([id, inside]) => (
        <GroupFrame
          key={id}
          id={id}
          title={groups.get(id)!.title}
          box={around(inside.map(boxOf))!}
          places={Object.fromEntries(inside.map(({ id: node, position }) => [node, position]))}
          hold={hold}
          drop={drop}
        />
      ))}
    </ViewportPortal>
  );
}

const boxOf = ({ position, measured }: CellNode): Box => ({
  ...position,
  width: measured?.width ?? 0,
  height: measured?.height ?? 0,
});

interface GroupFrameProps extends Pick<Flow, 'hold' | 'drop'> {
  readonly id: string;
  readonly title: string;
  readonly box: Box;
  readonly places: Readonly<Record<string, Point>>;
}

const GroupFrame = memo(function GroupFrame({ id, title, box, places, hold, drop }: GroupFrameProps) {
  const t = useMessages(messages);
  const { doc, canEdit, presence } = useLive();
  const flow = useStoreApi();
  const [editing, setEditing] = useState(false);
  const start = useRef<{ readonly at: Point; readonly places: Readonly<Record<string, Point>> } | null>(null);

  const moved = ({ clientX, clientY }: PointerEvent): Record<string, Point> => {
    const { at, places: from } = start.current!;
    const zoom = flow.getState().transform[2];
    const [dx, dy] = [(clientX - at.x) / zoom, (clientY - at.y) / zoom];
    return Object.fromEntries(
      Object.entries(from).map(([node, { x, y }]) => [node, { x: x + dx, y: y + dy }]),
    );
  };
  return (
    <div
      className="weft-group"
      style={{
        left: box.x - PADDING,
        top: box.y - PADDING - TITLE,
        width: box.width + 2 * PADDING,
        height: box.height + 2 * PADDING + TITLE,
      }}
    >
      <div
        className="weft-group-title nopan nodrag"
        data-group={id}
        onPointerDown={(event) => {
          if (event.button !== 0 || editing) return;
          select(Object.keys(places));
          if (!canEdit) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          start.current = { at: { x: event.clientX, y: event.clientY }, places };
        }}
        onPointerMove={(event) => {
          if (start.current === null) return;
          const next = moved(event);
          hold(next);
          if (Object.keys(next).length <= TOLD) presence.set({ dragging: next });
        }}
        onPointerUp={(event) => {
          if (start.current === null) return;
          const { at } = start.current;
          const still = at.x === event.clientX && at.y === event.clientY;
          const next = still ? {} : moved(event);
          start.current = null;
          drop(next);
        }}
        onDoubleClick={() => setEditing(canEdit)}
      >
        {editing ? (
          <input
            className="weft-group-input nokey"
            aria-label={t('rename-group')}
            defaultValue={title}
            maxLength={200}
            ref={(input) => input?.select()}
            onBlur={(event) => {
              setEditing(false);
              if (event.target.value !== title) renameGroup(doc, id, event.target.value);
            }}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === 'Escape') event.currentTarget.value = title;
              if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
            }}
          />
        ) : (
          title
        )}
      </div>
    </div>
  );
});
