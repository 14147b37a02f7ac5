/** A server of rooms alone, in a process of its own that can be killed. Says 'ready' when it listens. */
import { createPool } from '@weft/db';
import type { CompactionPoint } from '../log.ts';
import { openTestRooms } from './testRooms.ts';

const { url, port, compactRows, killAt } = JSON.parse(process.argv[2]!) as {
  url: string;
  port: number;
  compactRows?: number;
  killAt?: CompactionPoint;
};
const server = await openTestRooms({
  pool: createPool({ url }),
  url,
  port,
  ...(compactRows === undefined ? {} : { compactRows }),
  probe: async (point) => {
    if (point !== killAt) return;
    process.kill(process.pid, 'SIGKILL');
    // The signal may take a moment; nothing more happens in it.
    await new Promise(() => {});
  },
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port: server.port });
