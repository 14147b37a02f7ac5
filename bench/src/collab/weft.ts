import { createPool } from '@weft/db';
import { startChildServer } from '../../../apps/server/src/sync/testing/childServer.ts';
import { newDocument } from '../../../apps/server/src/sync/testing/testRooms.ts';
import type { Given, OpenSubject } from '../harness/benchmark.ts';
import { rounds } from './rounds.ts';

/** Rooms as the server opens them, alone in a process. */
export async function open({ settings, databaseUrl }: Given): Promise<OpenSubject> {
  const pool = createPool({ url: databaseUrl, max: 2 });
  return rounds(settings, {
    acknowledges: true,
    start: async (port) => await startChildServer({ url: databaseUrl, port }),
    newDocument: async () => await newDocument(pool),
  });
}
