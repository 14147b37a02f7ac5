import { MiniMap, Panel, useStore } from '@xyflow/react';
import { Maximize, Network, Plus, Redo2, Undo2, ZoomIn, ZoomOut } from 'lucide-react';
import { memo } from 'react';
import { runCommand, shortcutOf } from '../../commands/index.ts';
import { useLive } from '../../document/index.ts';
import { formatPercent } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/index.ts';
import { IconButton } from '../../ui/index.ts';
import type { CellNode } from './flowNodes.ts';
import { messages } from './messages.ts';
import { ZOOM } from './zoom.ts';

/** Looks at the canvas: zoom, fit, layout, undo, and the map coloured by stage. */
export const CanvasControls = memo(function CanvasControls({ map }: { map: boolean }) {
  const t = useMessages(messages);
  const { canEdit } = useLive();
  const zoom = useStore(({ transform }) => Math.round(transform[2] * 100) / 100);
  const button = (id: string, icon: typeof Plus, label: string, disabled = false) => (
    <IconButton
      icon={icon}
      label={label}
      shortcut={shortcutOf(id)}
      disabled={disabled}
      onClick={() => void runCommand(id)}
    />
  );
  return (
    <>
      <Panel position="bottom-left" className="weft-controls">
        {canEdit && button('canvas.add', Plus, t('add'))}
        {canEdit && button('edit.undo', Undo2, t('undo'))}
        {canEdit && button('edit.redo', Redo2, t('redo'))}
        {canEdit && button('canvas.layout', Network, t('layout'))}
        {button('canvas.zoom-out', ZoomOut, t('zoom-out'), zoom <= ZOOM.min)}
        <button
          type="button"
          className="weft-zoom"
          title={t('zoom-100')}
          onClick={() => void runCommand('canvas.zoom-100')}
        >
          {formatPercent(zoom, 0)}
        </button>
        {button('canvas.zoom-in', ZoomIn, t('zoom-in'), zoom >= ZOOM.max)}
        {button('canvas.fit', Maximize, t('fit'))}
      </Panel>
      {map && (
        <MiniMap<CellNode>
          position="bottom-right"
          ariaLabel={t('minimap')}
          pannable
          zoomable
          nodeColor={({ data }) =>
            data.stage === null ? 'var(--status-failed)' : `var(--stage-${data.stage})`
          }
          nodeBorderRadius={12}
          maskStrokeColor="var(--line-strong)"
          maskStrokeWidth={1}
          className="weft-map"
          style={{ width: 160, height: 108 }}
        />
      )}
    </>
  );
});
