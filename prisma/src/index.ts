export { openEmbedded } from './embedded.ts';
export type { EmbeddedDatabase, EmbeddedOptions } from './embedded.ts';
export { migrate, MigrationError } from './migrate.ts';
export { createPool } from './pool.ts';
export type { PoolOptions } from './pool.ts';
export { parseDatabaseUrl } from './url.ts';
export type { DatabaseUrl } from './url.ts';
