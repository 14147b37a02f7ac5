import type { NodeSpec } from '@weft/engine/graph';
import { createStore } from 'zustand/vanilla';

/** A node type that somebody chose in a palette that does not know where nodes go. The view on screen places it. */
interface Placing {
  readonly spec: NodeSpec | null;
  readonly wish: number;
}

export const placing = createStore<Placing>(() => ({ spec: null, wish: 0 }));

export const place = (spec: NodeSpec): void =>
  placing.setState(({ wish }) => ({ spec, wish: wish + 1 }), true);
