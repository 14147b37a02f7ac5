import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { useLive, type Point } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { toast } from '../../ui/index.ts';
import { CELL_HEIGHT, CELL_WIDTH } from './geometry.ts';
import { arrange } from './layout.ts';
import { messages } from './messages.ts';
import type { Flow } from './useFlow.ts';

const MOVE_MS = 180;

/** Arranges everything along the wires: one edit, so one undo; shown as a short movement unless people want none. */
export function useLayout({ hold, drop }: Pick<Flow, 'hold' | 'drop'>): () => Promise<void> {
  const { store } = useLive();
  const { getNodes, fitView } = useReactFlow();
  const t = useMessages(messages);
  return useCallback(async () => {
    const nodes = getNodes();
    const from = Object.fromEntries(nodes.map(({ id, position }) => [id, position]));
    const boxes = Object.fromEntries(
      nodes.map(({ id, position, measured }) => [
        id,
        { ...position, width: measured?.width ?? CELL_WIDTH, height: measured?.height ?? CELL_HEIGHT },
      ]),
    );
    try {
      const to = await arrange({
        boxes,
        edges: store.edges().values(),
        groupOf: (id) => store.node(id)?.group,
      });
      await glide({ from, to, hold });
      drop(to);
      void fitView({ duration: MOVE_MS, padding: 0.15, maxZoom: 1 });
    } catch {
      hold(null);
      toast(t('layout-failed'), { tone: 'danger' });
    }
  }, [drop, fitView, getNodes, hold, store, t]);
}

type Places = Readonly<Record<string, Point>>;

function glide({ from, to, hold }: { from: Places; to: Places } & Pick<Flow, 'hold'>): Promise<void> {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return Promise.resolve();
  const began = performance.now();
  return new Promise((resolve) => {
    const frame = (now: number): void => {
      const share = Math.min(1, (now - began) / MOVE_MS);
      const eased = 1 - (1 - share) ** 3;
      hold(
        Object.fromEntries(
          Object.entries(to).map(([id, { x, y }]) => {
            const start = from[id] ?? { x, y };
            return [id, { x: start.x + (x - start.x) * eased, y: start.y + (y - start.y) * eased }];
          }),
        ),
      );
      if (share < 1) requestAnimationFrame(frame);
      else resolve();
    };
    requestAnimationFrame(frame);
  });
}
