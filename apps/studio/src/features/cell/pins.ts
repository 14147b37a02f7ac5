import { createStore } from 'zustand/vanilla';

/**
 * Outputs that a person keeps in sight while newer runs replace the others: node → the run it is kept from. For this
 * person and this page; documents say what was written, never what somebody looks at.
 */
export interface Pin {
  readonly runId: string;
  readonly number: number;
}
export const pins = createStore<ReadonlyMap<string, Pin>>(() => new Map());

const keyOf = (documentId: string, nodeId: string): string => `${documentId} ${nodeId}`;

export const pinOf = (all: ReadonlyMap<string, Pin>, documentId: string, nodeId: string): Pin | null =>
  all.get(keyOf(documentId, nodeId)) ?? null;

export function setPin(documentId: string, nodeId: string, pin: Pin | null): void {
  const next = new Map(pins.getState());
  if (pin === null) next.delete(keyOf(documentId, nodeId));
  else next.set(keyOf(documentId, nodeId), pin);
  pins.setState(next, true);
}
