import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArtifactLost, type ArtifactStore, type Stored } from './artifacts.ts';

/** A store in memory, for tests and for `runNode`. `localPath` writes a copy to the system's temporary directory. */
export function memoryArtifactStore(): ArtifactStore & { readonly objects: Map<string, Buffer> } {
  const objects = new Map<string, Buffer>();
  const writtenAt = new Date(0);
  let directory: string | undefined;
  const put = (bytes: Uint8Array): Stored => {
    const hash = createHash('sha256').update(bytes).digest('hex');
    objects.set(hash, Buffer.from(bytes));
    return { hash, bytes: bytes.byteLength };
  };
  const get = (hash: string): Buffer => {
    const bytes = objects.get(hash);
    if (bytes === undefined) throw new ArtifactLost(hash, 'missing', 'the store does not hold it');
    return bytes;
  };
  return {
    objects,
    put: async (bytes) => put(bytes),
    get: async (hash) => get(hash),
    has: async (hash, bytes) => objects.has(hash) && (bytes === undefined || get(hash).byteLength === bytes),
    remove: async (hash) => void objects.delete(hash),
    async create() {
      const pieces: Uint8Array[] = [];
      return {
        write: async (piece) => void pieces.push(Uint8Array.from(piece)),
        commit: async () => put(Buffer.concat(pieces)),
        abort: async () => {},
      };
    },
    async localPath(hash) {
      directory ??= ownDirectory();
      const path = join(directory, randomUUID());
      await writeFile(path, get(hash));
      return path;
    },
    async *list() {
      for (const [hash, bytes] of objects) yield { hash, bytes: bytes.byteLength, writtenAt };
    },
  };
}

/** All stores of a process share one; it goes when the process ends, since libraries may keep files open until then. */
let shared: string | undefined;
function ownDirectory(): string {
  if (shared === undefined) {
    const directory = mkdtempSync(join(tmpdir(), 'weft-memory-'));
    process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
    shared = directory;
  }
  return shared;
}
