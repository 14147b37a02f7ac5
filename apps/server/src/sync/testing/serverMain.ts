/** A server of rooms alone, in a process of its own that can be killed. Says 'ready' when it listens. */
import { createPool } from '@weft/db';
import { openTestRooms } from './testRooms.ts';

const { url, port } = JSON.parse(process.argv[2]!) as { url: string; port: number };
const server = await openTestRooms({ pool: createPool({ url }), url, port });
process.on('disconnect', () => process.exit(0));
process.send?.({ port: server.port });
