import type { ClaimedStep } from '../queue/claim.ts';
import type { NewEvent, RunEventOf } from '../observe/events.ts';
import type { FromExecutor } from '../protocol/index.ts';

type Said = Extract<FromExecutor, { type: 'progress' | 'log' | 'metric' }> | { readonly type: 'checkpoint' };
export interface Told {
  readonly step: ClaimedStep;
  readonly event: NewEvent;
}

/** Words kept per step between two flushes; a node that logs without end must not fill the worker's memory. */
const MAX_LOGS = 500;
/** A step that saves after every row tells of it this often at most. */
const CHECKPOINT_MS = 1000;

/**
 * Collects what running steps say until the next flush. Of progress only the last word counts, and the points of a
 * curve go together, so a chatty step costs a few rows per second.
 */
export class Voices {
  readonly #steps = new Map<
    ClaimedStep,
    {
      logs: NewEvent[];
      dropped: number;
      points: RunEventOf<'step:metric'>['data']['points'];
      progress?: NewEvent;
      checkpoint?: NewEvent;
    }
  >();
  readonly #checkpointTold = new WeakMap<ClaimedStep, number>();

  say(step: ClaimedStep, said: Said): void {
    let voice = this.#steps.get(step);
    if (voice === undefined) this.#steps.set(step, (voice = { logs: [], dropped: 0, points: [] }));
    const nodeId = step.nodeId;
    switch (said.type) {
      case 'progress':
        voice.progress = {
          type: 'step:progress',
          nodeId,
          data: {
            done: said.done,
            total: said.total,
            unit: said.unit,
            ...(step.shard < 0 ? {} : { shard: step.shard }),
          },
        };
        break;
      case 'checkpoint': {
        const now = performance.now();
        if (now - (this.#checkpointTold.get(step) ?? -CHECKPOINT_MS) < CHECKPOINT_MS) break;
        this.#checkpointTold.set(step, now);
        voice.checkpoint = {
          type: 'step:checkpoint',
          nodeId,
          data: { attempt: step.attempt, ...(step.shard < 0 ? {} : { shard: step.shard }) },
        };
        break;
      }
      case 'metric':
        voice.points.push([said.name, said.value, said.at]);
        break;
      case 'log':
        if (voice.logs.length < MAX_LOGS)
          voice.logs.push({
            type: 'step:log',
            nodeId,
            data: {
              level: said.level,
              message: said.message,
              ...(said.fields === undefined ? {} : { fields: said.fields as never }),
            },
          });
        else voice.dropped += 1;
        break;
    }
  }

  /** Everything said since the last call, by one step or by all, in order. */
  take(only?: ClaimedStep): Told[] {
    const steps = only === undefined ? [...this.#steps.keys()] : [only];
    return steps.flatMap((step) => {
      const voice = this.#steps.get(step);
      this.#steps.delete(step);
      if (voice === undefined) return [];
      const events: NewEvent[] = [...voice.logs];
      if (voice.dropped > 0)
        events.push({
          type: 'step:log',
          nodeId: step.nodeId,
          data: { level: 'warn', message: `${voice.dropped} more log lines were dropped` },
        });
      if (voice.points.length > 0)
        events.push({ type: 'step:metric', nodeId: step.nodeId, data: { points: voice.points } });
      if (voice.progress !== undefined) events.push(voice.progress);
      if (voice.checkpoint !== undefined) events.push(voice.checkpoint);
      return events.map((event) => ({ step, event }));
    });
  }
}
