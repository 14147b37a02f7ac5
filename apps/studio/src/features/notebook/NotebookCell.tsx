import { memo } from 'react';
import { reveal, useGroups, useIsSelected, useSelecting, useWires } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { useTitles } from '../../runs/index.ts';
import { Skeleton, STAGE_LOOK } from '../../ui/index.ts';
import { CellContent, CellFooter, CellHeader, UnknownNode, useCell } from '../cell/index.ts';
import { messages } from './messages.ts';
import { useSeen } from './useSeen.ts';

export const elementId = (nodeId: string): string => `cell-${nodeId}`;

/** A cell of the notebook: the canvas's cell with room. */
export const NotebookCell = memo(function NotebookCell({
  nodeId,
  circular,
}: {
  nodeId: string;
  circular: boolean;
}) {
  const t = useMessages(messages);
  const cell = useCell(nodeId);
  const groups = useGroups();
  const selected = useIsSelected(nodeId);
  const other = useSelecting(nodeId);
  const [place, seen] = useSeen();
  const { node, spec, step, title, renaming, setRenaming, menu } = cell;
  if (node === null) return null;
  const group = node.group === undefined ? undefined : groups.get(node.group);
  return (
    <section
      ref={place}
      id={elementId(nodeId)}
      aria-label={title}
      tabIndex={-1}
      data-testid={`node-${nodeId}`}
      onKeyDown={(event) => {
        if (event.key === 'F2' && event.target === event.currentTarget) setRenaming(true);
      }}
      className="scroll-mt-4 rounded-lg break-inside-avoid-page"
      style={{
        outline: selected
          ? '2px solid var(--focus)'
          : other === null
            ? undefined
            : `2px solid ${other.color}`,
        outlineOffset: 2,
      }}
    >
      {spec === null ? (
        <UnknownNode node={node} />
      ) : (
        <div
          className="rounded-lg border border-line bg-surface shadow-sheet print:shadow-none"
          style={{ borderLeft: `3px solid ${STAGE_LOOK[spec.stage].color}` }}
        >
          <CellHeader
            nodeId={nodeId}
            spec={spec}
            step={step}
            title={title}
            own={node.title}
            menu={menu}
            editing={renaming}
            onEditing={setRenaming}
          />
          <div className="space-y-3 px-3 pb-3">
            <p className="flex flex-wrap gap-x-3 text-xs text-ink-3 empty:hidden">
              {group !== undefined && <span>{t('group', { title: group.title })}</span>}
              <Upstream nodeId={nodeId} />
            </p>
            {circular && <p className="text-sm text-waiting">{t('in-circle')}</p>}
            {seen ? (
              <CellContent nodeId={nodeId} cell={cell} node={node} spec={spec} size="large" />
            ) : (
              <Skeleton className="h-40" />
            )}
          </div>
          {step !== null && <CellFooter step={step} />}
        </div>
      )}
    </section>
  );
});

/** Where its inputs come from, as links: how one follows a wire without seeing it. */
function Upstream({ nodeId }: { nodeId: string }) {
  const t = useMessages(messages);
  const titleOf = useTitles();
  const inputs = useWires(nodeId).filter(([, { to }]) => to.node === nodeId);
  if (inputs.length === 0) return null;
  return (
    <span className="flex flex-wrap gap-x-2">
      <span>{t('takes')}:</span>
      {inputs.map(([id, { from, to }]) => (
        <a
          key={id}
          href={`#${elementId(from.node)}`}
          onClick={(event) => {
            event.preventDefault();
            reveal(from.node);
          }}
          className="text-ink-2 underline decoration-line-strong underline-offset-2 hover:text-ink"
        >
          {t('from', { port: to.port, title: titleOf(from.node) })}
        </a>
      ))}
    </span>
  );
}
