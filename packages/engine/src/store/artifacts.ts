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

export interface ArtifactStore {
  create(): Promise<ArtifactSink>;
  put(bytes: Uint8Array): Promise<Stored>;
  /** @throws NodeError `artifact.missing` or `artifact.corrupt`; a corrupt artifact is moved to quarantine first. */
  get(hash: string): Promise<Buffer>;
  /** A local file holding verified bytes, for libraries that open files themselves. Read-only for the caller. */
  localPath(hash: string): Promise<string>;
  /** Present, at the size given if one is given. Does not read the bytes. */
  has(hash: string, bytes?: number): Promise<boolean>;
  remove(hash: string): Promise<void>;
  /** Everything stored, with the time it was last written, for garbage collection. */
  list(): AsyncIterable<{ hash: string; bytes: number; writtenAt: Date }>;
}

export const HASH_PATTERN = /^[0-9a-f]{64}$/;

/** Thrown when bytes are not what their name says; the engine answers by rebuilding them from their inputs. */
export class ArtifactLost extends NodeError {
  readonly hash: string;
  /** The artifact that names the lost bytes, when they are a file of a manifest. */
  owner: string | undefined;
  constructor(hash: string, how: 'missing' | 'corrupt', detail: string) {
    super('transient', `artifact.${how}`, `artifact ${hash.slice(0, 12)}… is ${how}: ${detail}`);
    this.hash = hash;
  }
}

export async function storeFile(store: ArtifactStore, pieces: AsyncIterable<Uint8Array>): Promise<Stored> {
  const sink = await store.create();
  try {
    for await (const piece of pieces) await sink.write(piece);
    return await sink.commit();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}
