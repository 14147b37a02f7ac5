import { createHash } from 'node:crypto';
import { canonicalJson } from '../graph/index.ts';
import type { KeyParts } from '../compile/keyParts.ts';

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** The content key of a step. */
export const hashKey = (parts: KeyParts): string => sha256(canonicalJson(parts));

/** A step's 32-bit seed: the document's seed mixed with the step's key, so equal work draws equal numbers. */
export const stepSeed = (documentSeed: number, key: string): number =>
  Number.parseInt(sha256(`${documentSeed}:${key}`).slice(0, 8), 16);

/**
 * What a node sends along with a request that must take effect once: the same for every attempt and shard of a step in its
 * run. The content key is part of it, since a step that is made again from other inputs makes another request.
 */
export const idempotencyKey = (call: { runId: string; nodeId: string; key: string }): string =>
  sha256(canonicalJson({ weft: 'call', ...call }));
