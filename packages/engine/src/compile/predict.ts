import { keyParts, type KeyParts } from './keyParts.ts';
import type { Plan } from './plan.ts';

/**
 * What would happen to a step if the run started now.
 * - `cached`   its result exists
 * - `run`      its inputs are known and no result exists (or it was asked for by force, or it is an effect)
 * - `follows`  an upstream step runs first; this one runs too, unless that step yields the bytes it yielded before
 *
 * The same function prepares a run (its cached steps never become jobs) and answers `weft explain`, so the preview
 * cannot drift from what happens.
 */
export type StepForecast<R> =
  | { readonly will: 'cached'; readonly key: string; readonly parts: KeyParts; readonly result: R }
  | { readonly will: 'run'; readonly key: string; readonly parts: KeyParts; readonly forced: boolean }
  | { readonly will: 'follows'; readonly upstream: readonly number[] };
export type Forecast<R> = readonly StepForecast<R>[];

export interface PredictDeps<R> {
  readonly hashKey: (parts: KeyParts) => string;
  /** Results that exist, by key, with every artifact of theirs present. */
  readonly lookup: (keys: readonly string[]) => Promise<ReadonlyMap<string, R>>;
  readonly hashOf: (result: R, port: string) => string;
  /** Hash of what lies outside Weft, by step. */
  readonly outside: ReadonlyMap<number, string>;
  readonly forced: ReadonlySet<number>;
}

export async function predict<R>(plan: Plan, deps: PredictDeps<R>): Promise<Forecast<R>> {
  const forecast: StepForecast<R>[] = Array.from({ length: plan.steps.length });
  const result = (i: number) => (forecast[i] as Extract<StepForecast<R>, { will: 'cached' }>).result;
  for (const level of levels(plan)) {
    const open: { i: number; key: string; parts: KeyParts }[] = [];
    for (const i of level) {
      const step = plan.steps[i]!;
      const upstream = step.parents.filter((parent) => forecast[parent]!.will !== 'cached');
      if (upstream.length > 0) {
        forecast[i] = { will: 'follows', upstream };
        continue;
      }
      const parts = keyParts(plan, step, {
        hashOf: (source, port) => deps.hashOf(result(source), port),
        outside: deps.outside.get(i),
      });
      open.push({ i, key: deps.hashKey(parts), parts });
    }
    const found = open.length > 0 ? await deps.lookup(open.map((entry) => entry.key)) : new Map<string, R>();
    for (const { i, key, parts } of open) {
      const hit = found.get(key);
      const forced = deps.forced.has(i);
      forecast[i] =
        hit === undefined || forced || plan.steps[i]!.purity === 'effect'
          ? { will: 'run', key, parts, forced: forced && hit !== undefined }
          : { will: 'cached', key, parts, result: hit };
    }
  }
  return forecast;
}

/** Steps by distance from the sources; everything in one level can be looked up at once. */
function levels(plan: Plan): number[][] {
  const depth = new Int32Array(plan.steps.length);
  const out: number[][] = [];
  for (const [i, step] of plan.steps.entries()) {
    for (const parent of step.parents) depth[i] = Math.max(depth[i]!, depth[parent]! + 1);
    (out[depth[i]!] ??= []).push(i);
  }
  return out;
}
