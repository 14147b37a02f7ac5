import type { RunEvent, SequencedEvent } from '@weft/engine';

/** Reports that come many times a second. Their newest word counts; nothing else waits for them. */
const CHATTER: ReadonlySet<RunEvent['type']> = new Set(['step:progress', 'step:metric', 'step:checkpoint']);

export const isChatter = ({ type }: SequencedEvent): boolean => CHATTER.has(type);

type Of<T extends RunEvent['type']> = Extract<SequencedEvent, { type: T }>;

/**
 * The same news in fewer events: of the progress of a step (or shard) the last word stays, the points of its curves go
 * together, each at the place of the last one. Nothing moves across a change of the step's state, so a fold over the result
 * ends where a fold over all of them does.
 *
 * Whoever resumes after any number in the result has been told exactly the events up to that number.
 */
export function compact(events: readonly SequencedEvent[]): SequencedEvent[] {
  const kept: (SequencedEvent | null)[] = [];
  const places = new Map<string, Map<string, number>>();
  for (const event of events) {
    const step = event.nodeId ?? '';
    if (!isChatter(event)) {
      if (event.nodeId === null) places.clear();
      else places.delete(step);
      kept.push(event);
      continue;
    }
    const ofStep = places.get(step) ?? new Map<string, number>();
    places.set(step, ofStep);
    const label = labelOf(event);
    const before = ofStep.get(label);
    ofStep.set(label, kept.length);
    if (before === undefined) kept.push(event);
    else {
      kept.push(joined(kept[before]!, event));
      kept[before] = null;
    }
  }
  return kept.filter((event) => event !== null);
}

const labelOf = (event: SequencedEvent): string => {
  const { shard } = event.data as { shard?: number };
  return `${event.type} ${shard ?? ''}`;
};

function joined(before: SequencedEvent, event: SequencedEvent): SequencedEvent {
  if (event.type !== 'step:metric') return event;
  return { ...event, data: { points: [...(before as Of<'step:metric'>).data.points, ...event.data.points] } };
}
