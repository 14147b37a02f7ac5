import { lazy, memo, Suspense, type KeyboardEvent } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { Skeleton, STAGE_LOOK } from '../../ui/index.ts';
import { CellFooter } from './CellFooter.tsx';
import { CellGlance } from './CellGlance.tsx';
import { CellHeader } from './CellHeader.tsx';
import { messages } from './messages.ts';
import { UnknownNode } from './UnknownNode.tsx';
import { useCell } from './useCell.ts';

/** Forms, outputs and dialogs: needed when the first cell is near, and loaded before that when there is time. */
export const nearCell = () => import('./CellContent.tsx');
const CellContent = lazy(async () => ({ default: (await nearCell()).CellContent }));

export interface CellProps {
  readonly nodeId: string;
  /** far: a block with one figure; middle: header and figure; near: all of it. */
  readonly zoom: 'far' | 'middle' | 'near';
}

/** A node as a cell of the canvas. It renders when its own node or its own step changes. */
export const Cell = memo(function Cell({ nodeId, zoom }: CellProps) {
  const t = useMessages(messages);
  const cell = useCell(nodeId);
  const { node, spec, title, setRenaming } = cell;
  if (node === null) return null;
  if (spec === null) return <UnknownNode node={node} />;
  const rename = (event: KeyboardEvent): void => {
    if (event.key !== 'F2') return;
    event.stopPropagation();
    setRenaming(true);
  };
  return (
    <article
      aria-label={t('cell', { title })}
      onKeyDown={rename}
      className="relative flex flex-col overflow-hidden rounded-lg border border-line bg-surface shadow-sheet"
      style={{
        borderLeftColor: STAGE_LOOK[spec.stage].color,
        borderLeftWidth: 'calc(3px * min(var(--type-scale, 1), 3))',
      }}
    >
      {zoom === 'near' ? (
        <>
          <CellHeader
            nodeId={nodeId}
            spec={spec}
            step={cell.step}
            title={title}
            own={node.title}
            menu={cell.menu}
            editing={cell.renaming}
            onEditing={setRenaming}
          />
          <div className="flex min-h-0 flex-1 flex-col gap-2 px-3 pb-2">
            <Suspense fallback={<Skeleton className="h-24" />}>
              <CellContent nodeId={nodeId} cell={cell} node={node} spec={spec} size="inline" />
            </Suspense>
          </div>
          {cell.step !== null && <CellFooter step={cell.step} />}
        </>
      ) : (
        <CellGlance nodeId={nodeId} cell={cell} level={zoom} />
      )}
    </article>
  );
});
