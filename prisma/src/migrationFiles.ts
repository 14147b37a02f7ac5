/** The migrations on disk: `prisma/migrations/<time>_<name>/migration.sql`, in the order of their names. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Migration {
  /** The folder's name. */
  name: string;
  sql: string;
  /** SHA-256 of the file in hex, as Prisma stores it in `_prisma_migrations`. */
  checksum: string;
}

export const MIGRATIONS_FOLDER = join(import.meta.dirname, '../migrations');

/** @param folder default: this package's own */
export function readMigrations(folder: string = MIGRATIONS_FOLDER): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'migration.sql')))
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/** One hash over all migrations: equal hashes make equal schemas. */
export function migrationsHash(migrations: readonly Migration[]): string {
  const hash = createHash('sha256');
  for (const { name, checksum } of migrations) hash.update(`${name}:${checksum}\n`);
  return hash.digest('hex');
}
