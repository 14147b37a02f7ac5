/** schema.snapshot.sql: the migrated schema as one readable file, so that a review sees what a migration does. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dumpSchema } from './snapshot.ts';
import type { TestServer } from './testing/server.ts';

export const SNAPSHOT_FILE = join(import.meta.dirname, '../schema.snapshot.sql');

/** Rewrites the file from a freshly migrated database on `server`. */
export async function refreshSnapshot(server: TestServer): Promise<void> {
  await using database = await server.createDatabase();
  writeFileSync(SNAPSHOT_FILE, await dumpSchema(database.pool));
}
