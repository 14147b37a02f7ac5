import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startChild } from '../../../apps/server/src/sync/testing/childServer.ts';
import type { Given, OpenSubject } from '../harness/benchmark.ts';
import { rounds } from './rounds.ts';

const MAIN = fileURLToPath(new URL('./relayMain.ts', import.meta.url));

/** The least that a y-websocket server can be. */
export async function open({ settings }: Given): Promise<OpenSubject> {
  return rounds(settings, {
    acknowledges: false,
    start: async (port) => await startChild(MAIN, { port }),
    newDocument: async () => randomUUID(),
  });
}
