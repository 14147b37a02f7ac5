/**
 * For tests: a real PostgreSQL, shared by the whole run, a database of its own for each test file.
 *
 * The server starts when the first test file asks for a database (so runs without one pay nothing), lives in
 * the temporary folder that `testing.globalSetup.ts` makes, and goes with it. It does not wait for the disk:
 * no test can tell, short of a power cut. WEFT_TEST_FSYNC=1 makes it wait.
 */
import { createDatabase } from './testing/database.ts';
import type { TestDatabase, TestDatabaseOptions } from './testing/database.ts';
import { ensureTestServer } from './testing/server.ts';

export type { TestDatabase, TestDatabaseOptions } from './testing/database.ts';
export { layCable, type Cable } from './testing/cable.ts';
export { WAIT_MS } from './testing/limits.ts';
export { startServer } from './testing/server.ts';
export type { TestServer, TestServerOptions } from './testing/server.ts';

/** Names the shared server's folder to every process of a test run. */
export const TEST_FOLDER_VARIABLE = 'WEFT_TEST_POSTGRES';

let shared: ReturnType<typeof ensureTestServer> | undefined;

/**
 * A new database on the run's shared server, migrated unless told otherwise. Call `drop()` in `afterAll`: it
 * fails when the code under test left connections open.
 */
export async function createTestDatabase(options?: TestDatabaseOptions): Promise<TestDatabase> {
  const folder = process.env[TEST_FOLDER_VARIABLE];
  if (!folder)
    throw new Error(
      `${TEST_FOLDER_VARIABLE} is not set: name prisma/src/testing.globalSetup.ts in vitest's globalSetup.`,
    );
  shared ??= ensureTestServer(folder);
  return await createDatabase(await shared, options);
}
