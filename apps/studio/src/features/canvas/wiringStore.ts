import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { portKey, type PortRef, type Verdict } from '../../document/index.ts';

/**
 * A wire that is being drawn: where it begins, and the answer of every other port. Ports watch their own answer, so
 * beginning a wire renders ports and nothing else.
 */
interface Drawing {
  readonly from: PortRef | null;
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

const NOTHING: Drawing = { from: null, verdicts: new Map() };
export const drawing = createStore<Drawing>(() => NOTHING);

export const beginWire = (from: PortRef, verdicts: ReadonlyMap<string, Verdict>): void =>
  drawing.setState({ from, verdicts }, true);
export const endWire = (): void => drawing.setState(NOTHING, true);

export type PortMood = 'rest' | 'from' | 'fits' | 'replaces' | 'refused';

export function usePortMood(port: PortRef): PortMood {
  return useStore(drawing, ({ from, verdicts }) => {
    if (from === null) return 'rest';
    if (portKey(from) === portKey(port)) return 'from';
    const verdict = verdicts.get(portKey(port));
    if (verdict?.ok !== true) return 'refused';
    return verdict.replaces.length > 0 ? 'replaces' : 'fits';
  });
}
