/**
 * npm run -w @weft/db migration:new -- <name> [--empty]
 *
 * Writes the next migration from schema.prisma and refreshes schema.snapshot.sql. `--empty` makes one to be
 * filled by hand (functions, policies, data); run `npm run -w @weft/db snapshot` after filling it.
 */
import { parseArgs } from 'node:util';
import { refreshSnapshot } from './snapshotFile.ts';
import { startServer } from './testing/server.ts';
import { missingSql, writeMigration } from './writeMigration.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { empty: { type: 'boolean' } },
});
const name = positionals[0];
if (name === undefined) {
  process.stderr.write('Say what it does: npm run -w @weft/db migration:new -- add_run_labels\n');
  process.exit(2);
}
const server = await startServer();
try {
  const sql = await missingSql(server);
  if (sql === '' && !values.empty) {
    process.stdout.write(
      'schema.prisma and the migrations agree: nothing to write. (--empty makes one to fill by hand.)\n',
    );
  } else {
    process.stdout.write(
      `Wrote ${writeMigration(name, sql || '-- Written by hand:\n')}. Read it before you commit it.\n`,
    );
    await refreshSnapshot(server);
  }
} finally {
  await server.stop();
}
