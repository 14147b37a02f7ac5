import { memo, type KeyboardEvent } from 'react';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { shareOf } from '../../runs/index.ts';
import { ProgressBar, STAGE_LOOK } from '../../ui/index.ts';
import { CellContent } from './CellContent.tsx';
import { CellFooter } from './CellFooter.tsx';
import { CellHeader } from './CellHeader.tsx';
import { CellStatus } from './CellStatus.tsx';
import { messages } from './messages.ts';
import { UnknownNode } from './UnknownNode.tsx';
import { useCell, type CellModel } from './useCell.ts';
import { useView } from './useView.ts';

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
      className="flex flex-col overflow-hidden rounded-lg border border-line bg-surface shadow-sheet"
      style={{ borderLeft: `3px solid ${STAGE_LOOK[spec.stage].color}` }}
    >
      {zoom === 'far' ? (
        <Far nodeId={nodeId} cell={cell} />
      ) : (
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
            large={zoom === 'middle'}
          />
          {zoom === 'middle' ? (
            <Middle cell={cell} />
          ) : (
            <>
              <div className="flex min-h-0 flex-1 flex-col gap-2 px-3 pb-2">
                <CellContent nodeId={nodeId} cell={cell} node={node} spec={spec} size="inline" />
              </div>
              {cell.step !== null && <CellFooter step={cell.step} />}
            </>
          )}
        </>
      )}
    </article>
  );
});

/** Read at a quarter of its size: the colour says what kind of step, then its name, how it stands, and one figure. */
function Far({ nodeId, cell: { step, spec, title } }: { nodeId: string; cell: CellModel }) {
  const figure = useKeyFigure(step);
  return (
    <div
      className="flex flex-1 flex-col justify-center gap-1 p-4"
      style={{ background: `color-mix(in srgb, ${STAGE_LOOK[spec!.stage].color} 14%, var(--surface))` }}
    >
      <p className="flex items-start gap-2 text-[26px] leading-tight font-semibold">
        <span className="line-clamp-2 min-w-0 flex-1">{title}</span>
        <CellStatus nodeId={nodeId} step={step} wordless />
      </p>
      {figure !== null && <p className="line-clamp-2 text-[32px] leading-tight">{figure}</p>}
      <Bar title={title} step={step} />
    </div>
  );
}

function Middle({ cell: { step, title } }: { cell: CellModel }) {
  const figure = useKeyFigure(step);
  return (
    <div className="flex flex-1 flex-col justify-center gap-2 px-3 pb-3">
      {figure !== null && <p className="truncate text-2xl">{figure}</p>}
      {step !== null && step.status === 'failed' && (
        <p className="line-clamp-2 text-lg text-failed">{step.error?.message}</p>
      )}
      <Bar title={title} step={step} />
    </div>
  );
}

function Bar({ title, step }: { title: string; step: CellModel['step'] }) {
  if (step?.status !== 'running') return null;
  return <ProgressBar value={step.progress === null ? null : shareOf(step.progress)} label={title} />;
}

function useKeyFigure(step: CellModel['step']): string | null {
  const language = useLanguage();
  const view = useView(step?.type ?? null);
  return step === null ? null : (view?.keyFigure?.(step, language) ?? null);
}
