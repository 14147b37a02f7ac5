import { Ellipsis, PencilLine } from 'lucide-react';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { shareOf, useForecast } from '../../runs/index.ts';
import { IconButton, Menu, ProgressBar, STAGE_LOOK, StatusIcon, useStatusWord } from '../../ui/index.ts';
import { CellTitle } from './CellTitle.tsx';
import './glance.css';
import { messages } from './messages.ts';
import type { CellModel } from './useCell.ts';
import { useView } from './useView.ts';

/**
 * A cell seen from away: what it is called, how it stands, and one figure, in letters that keep their size on screen.
 * Which of these have room is the stylesheet's matter (glance.css): the same element serves every zoom.
 */
export function CellGlance({
  nodeId,
  cell,
  level,
}: {
  nodeId: string;
  cell: CellModel;
  /** far: a block in the colour of its stage; middle: a sheet with a menu. */
  level: 'far' | 'middle';
}) {
  const t = useMessages(messages);
  const { node, step, spec, title, menu, renaming, setRenaming } = cell;
  const figure = useKeyFigure(step);
  const { icon: Icon, color } = STAGE_LOOK[spec!.stage];
  return (
    <div
      className="weft-glance"
      data-level={level}
      data-failed={step?.status === 'failed'}
      style={{ '--stage': color } as object}
    >
      <div className="weft-glance-body">
        <header className="weft-glance-head">
          <Icon aria-hidden className="weft-glance-icon" style={{ color }} />
          <CellTitle
            nodeId={nodeId}
            title={title}
            own={node?.title}
            editing={renaming}
            onEditing={setRenaming}
          />
          <GlanceStatus nodeId={nodeId} step={step} />
          {level === 'middle' && (
            <Menu
              items={menu()}
              trigger={
                <IconButton
                  icon={Ellipsis}
                  className="weft-glance-menu nodrag"
                  label={t('menu', { title })}
                />
              }
            />
          )}
        </header>
        {figure !== null && <p className="weft-glance-figure">{figure}</p>}
        {step?.status === 'failed' && (
          <p className="weft-glance-trouble text-failed">{step.error?.message}</p>
        )}
        {step?.status === 'running' && (
          <ProgressBar
            value={step.progress === null ? null : shareOf(step.progress)}
            label={title}
            className="weft-glance-bar"
          />
        )}
      </div>
    </div>
  );
}

/** As icons, with the words for those who do not see them; the forecast while the Run button is looked at. */
function GlanceStatus({ nodeId, step }: { nodeId: string; step: CellModel['step'] }) {
  const t = useMessages(messages);
  const forecast = useForecast(nodeId);
  const word = useStatusWord();
  if (forecast !== null)
    return (
      <span className={forecast === 'cached' ? 'shrink-0 text-ink-2' : 'shrink-0 text-running'}>
        <span data-testid={`forecast-${nodeId}`}>{t(`will-${forecast}`)}</span>
      </span>
    );
  if (step === null) return null;
  const words = step.stale ? `${word(step.status)}, ${t('stale')}` : word(step.status);
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      className="weft-glance-status"
      data-testid={`status-${nodeId}`}
      data-status={step.status}
    >
      {step.stale && <PencilLine aria-hidden className="text-waiting" />}
      <StatusIcon status={step.status} />
    </span>
  );
}

function useKeyFigure(step: CellModel['step']): string | null {
  const language = useLanguage();
  const view = useView(step?.type ?? null);
  return step === null ? null : (view?.keyFigure?.(step, language) ?? null);
}
