import type { Probe } from '../probe.ts';
import type { StagingStore } from './keeper.ts';
import { fsStoreKeeper } from './keeper.fs.ts';
import { parseStoreUrl } from './openStore.ts';

/** The whole store, for the processes that answer for it. Apart from `openStore`, so that executors cannot reach it. */
export const openKeeper = (url: string, probe?: Probe): StagingStore =>
  fsStoreKeeper(parseStoreUrl(url).folder, probe);
