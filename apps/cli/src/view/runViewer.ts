import type { SequencedEvent } from '@weft/engine/observe';
import type { Output } from '../output.ts';
import { liveViewer } from './liveViewer.ts';
import { plainViewer } from './plainViewer.ts';
import type { RunFold, StepState } from './runState.ts';

/** Shows a run while it goes on. */
export interface RunViewer {
  /** After the fold has taken the event. `fresh` is false for events from before this command began to watch. */
  event(event: SequencedEvent, step: StepState | null, fresh: boolean): void;
  /** A sentence that belongs to no step. */
  say(line: string): void;
  close(): void;
}

const silent = (output: Output): RunViewer => ({
  event: () => {},
  say: (line) => output.note(line),
  close: () => {},
});

/** A terminal gets a live view, a log gets lines, and a machine that reads stdout gets nothing but its object. */
export function runViewer(output: Output, fold: RunFold): RunViewer {
  if (output.terminal !== null) return liveViewer(output, output.terminal, fold);
  return output.machine ? silent(output) : plainViewer(output, fold);
}
