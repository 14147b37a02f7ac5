import { wordsOf } from '@weft/engine/graph';
import {
  BaseEdge,
  EdgeLabelRenderer,
  getBezierPath,
  useStore,
  type Edge,
  type EdgeProps,
} from '@xyflow/react';
import { TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { specOf, useDiagnosticsOfEdge, useNode, KIND_COLOR } from '../../document/index.ts';
import { formatNumber } from '../../i18n/format.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { useStep } from '../../runs/index.ts';
import { messages } from './messages.ts';
import { wireLabel } from './wireLabel.ts';
import { typeScale } from './zoom.ts';

export type WireEdge = Edge<{ readonly circular: boolean }, 'wire'>;

/** A wire: coloured by what flows along it, with the rows that did, moving while they do. */
export const Wire = memo(function Wire({
  id,
  source,
  target,
  sourceHandleId,
  data,
  selected,
  ...ends
}: EdgeProps<WireEdge>) {
  const t = useMessages(messages);
  const node = useNode(source);
  const made = useStep(source)?.outputs[sourceHandleId ?? ''];
  const flowing = useStep(target)?.status === 'running';
  const [diagnostic] = useDiagnosticsOfEdge(id);
  const kind = node === null ? null : (specOf(node)?.outputs[sourceHandleId ?? '']?.type.kind ?? null);
  const language = useLanguage();
  const said = diagnostic === undefined ? null : wordsOf(diagnostic, language).message;
  const wrong = said ?? (data?.circular === true ? t('wire-circle') : null);
  const [path, labelX, labelY] = getBezierPath(ends);
  const rows = made?.rows ?? null;
  const number = formatNumber(rows ?? 0);
  const words = t('rows', { count: rows ?? 0, formatted: number });
  const gap = ends.targetX - ends.sourceX;
  const room = useStore(({ transform }) => wireLabel({ gap, scale: typeScale(transform[2]), words, number }));
  const told = wrong !== null || (rows !== null && (selected === true || room !== 'none'));
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        className="weft-wire"
        style={{
          stroke: wrong === null && kind !== null ? KIND_COLOR[kind] : 'var(--status-failed)',
          strokeDasharray: wrong === null ? undefined : '4 4',
        }}
        data-selected={selected === true}
        data-flowing={flowing}
      />
      {told && (
        <EdgeLabelRenderer>
          <span
            className="weft-wire-label"
            data-wrong={wrong !== null}
            title={wrong ?? words}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          >
            {wrong === null ? (
              room === 'number' && selected !== true ? (
                number
              ) : (
                words
              )
            ) : (
              <TriangleAlert size="1.1em" role="img" aria-label={wrong} />
            )}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
