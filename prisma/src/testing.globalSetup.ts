/** Vitest's globalSetup: a folder for the run's shared PostgreSQL, and the end of that server after the run. */
import { newTestFolder, stopTestServer, sweepTestFolders } from './testing/server.ts';
import { TEST_FOLDER_VARIABLE } from './testing.ts';

export default async function setup(): Promise<() => Promise<void>> {
  await sweepTestFolders();
  const folder = newTestFolder();
  process.env[TEST_FOLDER_VARIABLE] = folder;
  return () => stopTestServer(folder);
}
