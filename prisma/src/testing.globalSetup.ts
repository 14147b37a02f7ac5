/** Vitest's globalSetup: a folder for the run's shared PostgreSQL, and the end of that server after the run. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processIdentity } from './embedded/processes.ts';
import { newTestFolder, stopTestServer } from './testing/server.ts';
import { TEST_FOLDER_VARIABLE } from './testing.ts';

export default async function setup(): Promise<() => Promise<void>> {
  await sweep();
  const folder = newTestFolder();
  const owner = { pid: process.pid, identity: processIdentity(process.pid) };
  writeFileSync(join(folder, 'owner.json'), JSON.stringify(owner));
  process.env[TEST_FOLDER_VARIABLE] = folder;
  return () => stopTestServer(folder);
}

/** Ends the servers of earlier runs that were killed before they could. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith('weft-test-'))) {
    const folder = join(tmpdir(), name);
    try {
      const owner = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as {
        pid: number;
        identity: string;
      };
      if (processIdentity(owner.pid) !== owner.identity) await stopTestServer(folder);
    } catch {
      // Not ours to remove, or being removed by another run.
    }
  }
}
