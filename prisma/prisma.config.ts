/** For people who use Prisma's own commands (`npx prisma migrate deploy`, `studio`); Weft does not read it. */
import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
