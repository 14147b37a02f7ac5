import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkHash, corrupt, missing, type Stored } from './artifacts.ts';
import type { Space, StoreKeeper } from './keeper.ts';

/** A store in memory, for tests and for `runNode`. `localPath` writes a copy to the system's temporary directory. */
export function memoryArtifactStore(): StoreKeeper & { readonly objects: Map<string, Buffer> } {
  const spaces: Readonly<Record<Space, Map<string, Buffer>>> = {
    objects: new Map(),
    aside: new Map(),
    staging: new Map(),
    tmp: new Map(),
    quarantine: new Map(),
  };
  const { objects, aside, tmp, quarantine } = spaces;
  let directory: string | undefined;
  const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const find = (hash: string) => objects.get(checkHash(hash)) ?? aside.get(hash);
  const put = (bytes: Uint8Array): Stored => {
    const hash = hashOf(bytes);
    objects.set(hash, Buffer.from(bytes));
    return { hash, bytes: bytes.byteLength };
  };
  const get = (hash: string): Buffer => {
    const bytes = find(hash);
    if (bytes === undefined) throw missing(hash);
    const actual = hashOf(bytes);
    if (actual !== hash) throw corrupt(hash, actual);
    return bytes;
  };
  const move = (hashes: readonly string[], from: Map<string, Buffer>, to: Map<string, Buffer>) => {
    for (const hash of hashes) {
      const bytes = from.get(checkHash(hash));
      if (bytes !== undefined) to.set(hash, bytes);
      from.delete(hash);
    }
  };
  return {
    objects,
    url: 'memory:',
    put: async (bytes) => put(bytes),
    get: async (hash) => get(hash),
    async create() {
      const name = randomUUID();
      let written = Buffer.alloc(0);
      tmp.set(name, written);
      return {
        write: async (piece) => void tmp.set(name, (written = Buffer.concat([written, piece]))),
        async commit() {
          tmp.delete(name);
          return put(written);
        },
        abort: async () => void tmp.delete(name),
      };
    },
    async localPath(hash) {
      const bytes = get(hash);
      directory ??= ownDirectory();
      const path = join(directory, randomUUID());
      await writeFile(path, bytes);
      return path;
    },
    async sizes(hashes) {
      const found = hashes.map((hash) => [hash, find(hash)?.byteLength] as const);
      return new Map(found.filter((one): one is readonly [string, number] => one[1] !== undefined));
    },
    async check(hash) {
      let damaged = false;
      for (const space of [objects, aside]) {
        const bytes = space.get(checkHash(hash));
        if (bytes === undefined) continue;
        if (hashOf(bytes) === hash) return 'sound';
        damaged = true;
        space.delete(hash);
        quarantine.set(`${hash}.${randomUUID()}`, bytes);
      }
      return damaged ? 'damaged' : 'missing';
    },
    async list(space, { after = null, limit = 1000 } = {}) {
      const names = [...spaces[space].keys()].sort().filter((name) => after === null || name > after);
      const entries = names
        .slice(0, limit)
        .map((name) => ({ name, bytes: spaces[space].get(name)!.byteLength }));
      return { entries, next: names.length > limit ? entries.at(-1)!.name : null };
    },
    setAside: async (hashes) => move(hashes, objects, aside),
    restore: async (hashes) => move(hashes, aside, objects),
    async remove(space, names) {
      for (const name of names) {
        if (space === 'objects' || space === 'aside') checkHash(name);
        spaces[space].delete(name);
      }
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
