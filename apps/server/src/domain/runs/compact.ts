import type { RunEvent, SequencedEvent } from '@weft/engine/observe';

/** Reports that come many times a second. Their newest word counts; nothing else waits for them. */
const CHATTER: ReadonlySet<RunEvent['type']> = new Set(['step:progress', 'step:metric', 'step:checkpoint']);

export const isChatter = ({ type }: SequencedEvent): boolean => CHATTER.has(type);

/**
 * The same news in fewer events: of the progress of a step (or shard) the last word stays, and points of a curve that come
 * one after the other go together, at the place of the last one. Nothing moves across a change of the step's state, so a
 * fold over the result ends where a fold over all of them does.
 *
 * Whoever resumes after any number in the result misses nothing: points join only where nothing that is kept lies between
 * them, or a reader who was cut off there would never be told the earlier ones.
 */
export function compact(events: readonly SequencedEvent[]): SequencedEvent[] {
  return joinPoints(lastWords(events));
}

function lastWords(events: readonly SequencedEvent[]): SequencedEvent[] {
  const kept: (SequencedEvent | null)[] = [];
  const places = new Map<string, Map<string, number>>();
  for (const event of events) {
    const step = event.nodeId ?? '';
    if (!isChatter(event)) {
      if (event.nodeId === null) places.clear();
      else places.delete(step);
    } else if (event.type !== 'step:metric') {
      const ofStep = places.get(step) ?? new Map<string, number>();
      places.set(step, ofStep);
      const label = labelOf(event);
      const before = ofStep.get(label);
      if (before !== undefined) kept[before] = null;
      ofStep.set(label, kept.length);
    }
    kept.push(event);
  }
  return kept.filter((event) => event !== null);
}

const labelOf = (event: SequencedEvent): string => {
  const { shard } = event.data as { shard?: number };
  return `${event.type} ${shard ?? ''}`;
};

function joinPoints(events: readonly SequencedEvent[]): SequencedEvent[] {
  const joined: SequencedEvent[] = [];
  for (const event of events) {
    const before = joined.at(-1);
    if (event.type === 'step:metric' && before?.type === 'step:metric' && before.nodeId === event.nodeId)
      joined[joined.length - 1] = {
        ...event,
        data: { points: [...before.data.points, ...event.data.points] },
      };
    else joined.push(event);
  }
  return joined;
}
