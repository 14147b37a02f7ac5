import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Probe } from '../probe.ts';
import { HASH_PATTERN } from './artifacts.ts';
import { fsArtifactStore, fsPath } from './artifacts.fs.ts';
import { hashFile, missingIsNull, namesIn, syncFolder } from './files.ts';
import type { Entry, Space, StagingStore } from './keeper.ts';
import { forgetNames } from './named.fs.ts';
import { storeUrl } from './openStore.ts';
import { fsStagingArea } from './staging.fs.ts';

const PAGE = 1000;
/** `staging`, `tmp` and `quarantine` are flat. No name leaves its folder. */
const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** The keeper of a store in a folder; see artifacts.fs.ts for how bytes get there. */
export function fsStoreKeeper(root: string, probe: Probe = () => {}): StagingStore {
  const place = (space: Space, name: string): string => {
    if (space === 'objects' || space === 'aside') return fsPath(root, space, name);
    if (!PLAIN_NAME.test(name)) throw new TypeError(`"${name.slice(0, 80)}" is no name in ${space}`);
    return join(root, space, name);
  };

  async function move(hashes: readonly string[], from: 'objects' | 'aside', to: 'objects' | 'aside') {
    for (const hash of hashes) {
      const target = place(to, hash);
      await mkdir(dirname(target), { recursive: true });
      await rename(place(from, hash), target).catch(missingIsNull);
      await syncFolder(dirname(target));
    }
  }

  async function quarantine(hash: string, path: string): Promise<void> {
    const target = join(root, 'quarantine', `${hash}.${randomUUID()}`);
    await mkdir(dirname(target), { recursive: true });
    await rename(path, target).catch(missingIsNull);
    await forgetNames(root, hash);
  }

  async function sizeOf(path: string): Promise<number | null> {
    const info = await stat(path).catch(missingIsNull);
    return info?.isFile() ? info.size : null;
  }

  /** Of all files in a staging area. */
  async function sizeOfArea(path: string): Promise<number> {
    let bytes = 0;
    for (const name of await namesIn(path)) bytes += (await sizeOf(join(path, name))) ?? 0;
    return bytes;
  }

  /** Names in order, from the first after `after`. */
  async function* names(space: Space, after: string): AsyncGenerator<string> {
    const folder = join(root, space);
    if (space !== 'objects' && space !== 'aside') {
      for (const name of await namesIn(folder)) if (name > after && PLAIN_NAME.test(name)) yield name;
      return;
    }
    for (const prefix of await namesIn(folder)) {
      if (prefix < after.slice(0, 2)) continue;
      for (const rest of await namesIn(join(folder, prefix)))
        if (prefix + rest > after && HASH_PATTERN.test(prefix + rest)) yield prefix + rest;
    }
  }

  return {
    ...fsArtifactStore(root, probe),
    url: storeUrl(root),
    area: (name) => fsStagingArea(root, name, probe),
    async sizes(hashes) {
      const found = new Map<string, number>();
      for (const hash of hashes)
        for (const space of ['objects', 'aside', 'objects'] as const) {
          const size = await sizeOf(place(space, hash));
          if (size === null) continue;
          found.set(hash, size);
          break;
        }
      return found;
    },
    async check(hash) {
      let damaged = false;
      for (const space of ['objects', 'aside', 'objects'] as const) {
        const path = place(space, hash);
        const actual = await hashFile(path);
        if (actual === hash) return 'sound';
        if (actual === null) continue;
        damaged = true;
        await quarantine(hash, path);
      }
      return damaged ? 'damaged' : 'missing';
    },
    async list(space, { after = null, limit = PAGE } = {}) {
      const entries: Entry[] = [];
      let next: string | null = null;
      for await (const name of names(space, after ?? '')) {
        if (entries.length === limit) {
          next = entries.at(-1)!.name;
          break;
        }
        const path = place(space, name);
        const bytes = space === 'staging' ? await sizeOfArea(path) : await sizeOf(path);
        if (bytes !== null) entries.push({ name, bytes });
      }
      return { entries, next };
    },
    setAside: async (hashes) => await move(hashes, 'objects', 'aside'),
    restore: async (hashes) => await move(hashes, 'aside', 'objects'),
    async remove(space, gone) {
      for (const name of gone) {
        const path = place(space, name);
        await rm(path, { force: true, recursive: space === 'staging' });
        if (space !== 'objects' && space !== 'aside') continue;
        const other = place(space === 'objects' ? 'aside' : 'objects', name);
        if ((await sizeOf(other)) === null) await forgetNames(root, name);
      }
    },
  };
}
