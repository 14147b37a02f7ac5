import { isAbsolute } from 'node:path';
import type { Probe } from '../probe.ts';
import { fsArtifactStore } from './artifacts.fs.ts';
import type { ArtifactStore } from './artifacts.ts';
import { fsStagedStore } from './staged.fs.ts';

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

/** What an attempt may do with the store, as URLs. */
export interface StorePlaces {
  /** Where bytes are read by hash. */
  readonly read: string;
  /** The staging area of the attempt: the only place it writes to. */
  readonly write: string;
}

/** The store as executors have it: bytes by hash out, new ones into their staging area. The rest is `openKeeper`'s. */
export const openStore = ({ read, write }: StorePlaces, probe?: Probe): ArtifactStore =>
  fsStagedStore(fsArtifactStore(parseStoreUrl(read).folder), parseStoreUrl(write).folder, probe);
