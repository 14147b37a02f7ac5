import { NodeError } from '../node/errors.ts';

/**
 * Content-addressed bytes. A store is a handful of verbs; encoding, lineage and policy live elsewhere, so a new
 * backend is one short file.
 *
 * Invariants: bytes under a hash never change; a name appears only after its bytes are durable; every read is checked
 * against the hash, so damaged bytes are never served.
 */
export interface Stored {
  /** SHA-256, lower-case hex. */
  readonly hash: string;
  readonly bytes: number;
}

/** Takes bytes piece by piece; nothing is visible before `commit` and nothing is left after `abort`. */
export interface ArtifactSink {
  write(piece: Uint8Array): Promise<void>;
  commit(): Promise<Stored>;
  abort(): Promise<void>;
}

/**
 * What an executor process gets of the store: it writes bytes and reads those whose hash it was given. Listing, removing
 * and judging bytes belong to the keeper (keeper.ts).
 */
export interface ArtifactStore {
  create(): Promise<ArtifactSink>;
  put(bytes: Uint8Array): Promise<Stored>;
  /** @throws ArtifactLost when the bytes are missing or are not what their name says */
  get(hash: string): Promise<Buffer>;
  /**
   * A local file holding verified bytes, for libraries that open files themselves. Read-only for the caller.
   *
   * @throws ArtifactLost as `get` does
   */
  localPath(hash: string): Promise<string>;
}

export const HASH_PATTERN = /^[0-9a-f]{64}$/;

/** @throws TypeError: nothing but a hash ever becomes part of a path. */
export function checkHash(hash: string): string {
  if (!HASH_PATTERN.test(hash))
    throw new TypeError(`"${hash.slice(0, 80)}" is not a SHA-256 in lower-case hex`);
  return hash;
}

/**
 * Thrown when bytes are missing or not what their name says. Whoever reads only says so: the keeper looks for itself
 * before anything is marked lost, and the engine then rebuilds the artifact from its inputs.
 */
export class ArtifactLost extends NodeError {
  readonly hash: string;
  constructor(hash: string, how: 'missing' | 'corrupt', detail: string) {
    super('transient', `artifact.${how}`, `artifact ${hash.slice(0, 12)}… is ${how}: ${detail}`);
    this.hash = hash;
  }
}

export const missing = (hash: string): ArtifactLost =>
  new ArtifactLost(hash, 'missing', 'the store does not hold it');
export const corrupt = (hash: string, actual: string): ArtifactLost =>
  new ArtifactLost(hash, 'corrupt', `its bytes hash to ${actual.slice(0, 12)}…`);

/**
 * Stores a stream of any length.
 *
 * @throws what the stream throws, after removing what was written
 */
export async function storeFile(store: ArtifactStore, pieces: AsyncIterable<Uint8Array>): Promise<Stored> {
  const sink = await store.create();
  try {
    for await (const piece of pieces) await sink.write(piece);
  } catch (error) {
    await sink.abort();
    throw error;
  }
  return await sink.commit();
}
