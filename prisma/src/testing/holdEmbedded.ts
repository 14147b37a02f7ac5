/**
 * A stand-in for a Weft process, for tests that start several and kill them.
 *
 *   node holdEmbedded.ts <data folder>
 *
 * Opens the embedded database, prints `{"url": …}` on a line of its own, and holds it. On SIGINT, or when its
 * input ends, it does one last query, closes, and says `closed`; the line `exit` makes it leave without closing.
 */
import { createInterface } from 'node:readline';
import pg from 'pg';
import { openEmbedded } from '../embedded.ts';

const database = await openEmbedded({ dataDir: process.argv[2] ?? '', durable: false });
const say = (line: string) => process.stdout.write(`${line}\n`);

let closing = false;
async function close(): Promise<void> {
  if (closing) return;
  closing = true;
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('select 1');
  await client.end();
  await database.close();
  say('closed');
  process.exit();
}

process.on('SIGINT', () => void close());
createInterface({ input: process.stdin })
  .on('line', (line) => line === 'exit' && process.exit())
  .on('close', () => void close());

say(JSON.stringify({ url: database.url })); // last: who reads it may send a signal at once
