import { Rng } from '../onnx/index.ts';

export interface Split {
  /** Indices of examples, ascending. */
  readonly training: Uint32Array;
  readonly validation: Uint32Array;
}

/**
 * Holds out `share` of the examples of every class. A class is never held out whole: with one example it stays in
 * training, with two or more it gives at least one once `share` of it rounds up to that.
 *
 * Which examples are held out follows from the seed and the classes in order of appearance, from nothing else.
 */
export function stratifiedSplit(classes: ArrayLike<number>, share: number, seed: number): Split {
  const members = new Map<number, number[]>();
  for (let at = 0; at < classes.length; at++) {
    const own = members.get(classes[at]!);
    if (own) own.push(at);
    else members.set(classes[at]!, [at]);
  }
  const rng = Rng.seeded(seed, 'split');
  const held = new Uint8Array(classes.length);
  for (const own of members.values()) {
    const count = Math.min(own.length - 1, Math.round(own.length * share));
    for (const at of rng.shuffle(own).slice(0, count)) held[at] = 1;
  }
  const where = (wanted: number): Uint32Array =>
    Uint32Array.from(held.keys()).filter((at) => held[at] === wanted);
  return { training: where(0), validation: where(1) };
}
