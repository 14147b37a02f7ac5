import { isAbsolute } from 'node:path';
import type { Probe } from '../run/probe.ts';
import { fsArtifactStore } from './artifacts.fs.ts';
import type { ArtifactStore } from './artifacts.ts';

/** "fs:/srv/weft/artifacts". Each scheme is a backend; `fs` is the only one so far. */
export interface StoreUrl {
  readonly scheme: 'fs';
  /** Absolute. */
  readonly folder: string;
}

/** @throws TypeError with a sentence for people */
export function parseStoreUrl(url: string): StoreUrl {
  const folder = /^fs:(.+)$/s.exec(url)?.[1];
  if (folder === undefined || !isAbsolute(folder) || folder.includes('\0'))
    throw new TypeError(
      `"${url.slice(0, 80)}" is no store: give "fs:" and an absolute folder, for example fs:/srv/weft/artifacts`,
    );
  return { scheme: 'fs', folder };
}

export const storeUrl = (folder: string): string => `fs:${folder}`;

/** The store as executor processes have it: bytes in, bytes by hash out. The keeper's half is `openKeeper`. */
export const openStore = (url: string, probe?: Probe): ArtifactStore =>
  fsArtifactStore(parseStoreUrl(url).folder, probe);
