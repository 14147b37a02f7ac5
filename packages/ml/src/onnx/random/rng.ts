/**
 * Seeded random numbers whose whole state is four integers, so that a checkpoint can hold it.
 *
 * Algorithm: xoshiro128** 1.1 by Blackman and Vigna (https://prng.di.unimi.it/xoshiro128starstar.c), seeded through
 * SplitMix64 (https://prng.di.unimi.it/splitmix64.c) as its authors advise. It needs 32-bit arithmetic only, which
 * JavaScript does fast and exactly; period 2^128 − 1. Not for secrets.
 *
 * Nothing is kept between calls besides those four words (no spare normal variate, for instance).
 */
import { OnnxError } from '../errors.ts';

export type RngState = readonly [number, number, number, number];

export class Rng {
  #state: [number, number, number, number];

  private constructor(state: RngState) {
    this.#state = [...state];
  }

  /**
   * A generator for `seed` (any integer, taken modulo 2^64). Name a `stream` to draw several independent sequences
   * from one seed, e.g. 'weights' and 'shuffle': adding a draw to one then leaves the other as it was.
   */
  static seeded(seed: number | bigint, stream = ''): Rng {
    if (typeof seed === 'number' && !Number.isSafeInteger(seed))
      throw new OnnxError('graph', `a seed must be an integer, not ${seed}`);
    const next = splitMix64(BigInt.asUintN(64, BigInt(seed)) ^ fnv1a64(stream));
    const [a, b] = [next(), next()];
    return new Rng([low(a), high(a), low(b), high(b)]);
  }

  /** Continues where `state()` was taken. */
  static fromState(state: RngState): Rng {
    const valid =
      state.length === 4 && state.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32);
    if (!valid || state.every((word) => word === 0)) {
      throw new OnnxError(
        'state',
        'a generator state is four integers from 0 to 2^32 − 1, not all of them 0',
      );
    }
    return new Rng(state);
  }

  state(): RngState {
    return [...this.#state];
  }

  /** An integer from 0 to 2^32 − 1. */
  uint32(): number {
    const s = this.#state;
    const result = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotateLeft(s[3], 11);
    for (let word = 0; word < 4; word++) s[word as 0] >>>= 0;
    return result;
  }

  /** A number from 0 up to but not including 1, with all 53 bits of a double in play. */
  uniform(): number {
    const highBits = this.uint32() >>> 5;
    const lowBits = this.uint32() >>> 6;
    return (highBits * 2 ** 26 + lowBits) / 2 ** 53;
  }

  /** A standard normal number. Box & Muller 1958; the second of the pair is not kept, see above. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** An integer from 0 to `bound` − 1, each exactly equally likely (rejection). `bound` from 1 to 2^32. */
  below(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32)
      throw new OnnxError('graph', `below() needs a whole number from 1 to 2^32, not ${bound}`);
    const limit = 2 ** 32 - (2 ** 32 % bound);
    let draw = this.uint32();
    while (draw >= limit) draw = this.uint32();
    return draw % bound;
  }

  /** Puts the items into random order, in place. Fisher–Yates as in Knuth, TAOCP 2, 3.4.2, algorithm P. */
  shuffle<T extends { readonly length: number; [index: number]: unknown }>(items: T): T {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      const kept = items[last];
      items[last] = items[other];
      items[other] = kept;
    }
    return items;
  }
}

/** The numbers 0 to `count` − 1 in random order: one epoch's order of examples. */
export function permutation(rng: Rng, count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  return rng.shuffle(order);
}

const rotateLeft = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));
const low = (value: bigint): number => Number(value & 0xffffffffn);
const high = (value: bigint): number => Number(value >> 32n);

export function splitMix64(seed: bigint): () => bigint {
  let state = seed;
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let mixed = state;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    return mixed ^ (mixed >> 31n);
  };
}

/** FNV-1a over UTF-8 (http://www.isthe.com/chongo/tech/comp/fnv/); the empty name maps to 0, leaving the seed as it is. */
function fnv1a64(text: string): bigint {
  if (text === '') return 0n;
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}
