/** npm run -w @weft/db snapshot: rewrites schema.snapshot.sql from the migrations. */
import { refreshSnapshot } from './snapshotFile.ts';
import { startServer } from './testing/server.ts';

const server = await startServer();
try {
  await refreshSnapshot(server);
} finally {
  await server.stop();
}
