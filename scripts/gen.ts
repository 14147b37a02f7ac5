/** Writes everything that is derived: node registries and the database client. Idempotent and quick when nothing changed. */
import { genRegistry } from './genRegistry.ts';

await genRegistry();
const { genDatabase } = await import('./genDatabase.ts');
await genDatabase();
