/** Writes everything that is derived: node registries, reference pages and the database client. Idempotent and quick when nothing changed. */
import { genRegistry } from './genRegistry.ts';

await genRegistry();
const { genReference } = await import('./genReference.ts');
await genReference();
const { genDatabase } = await import('./genDatabase.ts');
await genDatabase();
// Last: the router loads the database client.
const { genApi } = await import('./genApi.ts');
await genApi();
