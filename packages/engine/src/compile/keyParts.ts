import type { Json } from '../graph/index.ts';
import type { Plan, PlanStep } from './plan.ts';

/**
 * What a step's result depends on, and nothing else: not its id, title, position, or the order of anything. The key is
 * the SHA-256 of this in canonical JSON. Raise KEY_VERSION when the form changes; golden keys beside this file make an
 * accidental change visible.
 */
export const KEY_VERSION = 1;

export interface KeyParts {
  readonly keyVersion: number;
  readonly type: string;
  readonly version: number;
  readonly params: { readonly [name: string]: Json };
  /** Per port the content hashes wired to it, sorted. */
  readonly inputs: { readonly [port: string]: readonly string[] };
  /** Seeded steps only. */
  readonly seed?: number;
  /** Hash of what lies outside Weft, for steps that read it. */
  readonly outside?: string;
}

export interface KeyInputs {
  /** Content hash of an output of an earlier step. */
  readonly hashOf: (step: number, port: string) => string;
  readonly outside?: string;
}

export function keyParts(plan: Plan, step: PlanStep, { hashOf, outside }: KeyInputs): KeyParts {
  const free = new Set(step.freeParams);
  return {
    keyVersion: KEY_VERSION,
    type: step.type,
    version: step.version,
    params: Object.fromEntries(Object.entries(step.params).filter(([name]) => !free.has(name))),
    inputs: Object.fromEntries(
      Object.entries(step.inputs).map(([port, sources]) => [
        port,
        sources.map((s) => hashOf(s.step, s.port)).sort(),
      ]),
    ),
    ...(step.purity === 'pure' ? {} : { seed: plan.seed }),
    ...(outside === undefined ? {} : { outside }),
  };
}
