/** Writes everything that is derived: node registries, their reference page and the database client. Idempotent and quick when nothing changed. */
import { genRegistry } from './genRegistry.ts';

await genRegistry();
const { genReference } = await import('./genReference.ts');
await genReference();
const { genDatabase } = await import('./genDatabase.ts');
await genDatabase();
