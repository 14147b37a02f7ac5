import type { Probe } from '../run/probe.ts';
import type { StoreKeeper } from './keeper.ts';
import { fsStoreKeeper } from './keeper.fs.ts';
import { parseStoreUrl } from './openStore.ts';

/** The whole store, for the processes that answer for it. Apart from `openStore`, so that executors cannot reach it. */
export const openKeeper = (url: string, probe?: Probe): StoreKeeper =>
  fsStoreKeeper(parseStoreUrl(url).folder, probe);
