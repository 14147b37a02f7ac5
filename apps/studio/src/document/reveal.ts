import { createStore } from 'zustand/vanilla';

/** A wish to see a node, from search, problems, the log or a link. The view on screen fulfils it. */
export interface Reveal {
  readonly nodeId: string;
  /** Rises with every wish, so that the same node can be asked for twice. */
  readonly wish: number;
}

export const revealed = createStore<Reveal>(() => ({ nodeId: '', wish: 0 }));

export const reveal = (nodeId: string): void =>
  revealed.setState(({ wish }) => ({ nodeId, wish: wish + 1 }), true);
