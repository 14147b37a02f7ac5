import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readMigrations } from './migrationFiles.ts';
import { dumpSchema } from './snapshot.ts';
import { SNAPSHOT_FILE } from './snapshotFile.ts';
import { createTestDatabase } from './testing.ts';
import { missingSql } from './writeMigration.ts';

const server = { createDatabase: createTestDatabase };

const byHand = `
  create type mood as enum ('well', 'ill');
  create table hand (id int generated always as identity primary key, n int not null, m mood default 'well',
    twice int generated always as (n * 2) stored, check (n > 0));
  create index hand_partial on hand (n) where m = 'ill';
  create index hand_expression on hand ((n + 1));
  create unique index hand_unique on hand (n, m) nulls not distinct;
  create view hand_view as select n from hand;
  create function hand_touch() returns trigger language plpgsql as $$ begin return new; end; $$;
  create trigger hand_trigger before update on hand for each row execute function hand_touch();
  alter table hand enable row level security;
  alter table hand force row level security;
  create policy hand_policy on hand for select using (n = 1);`;

describe('dumpSchema', () => {
  it('equals the committed schema.snapshot.sql', async () => {
    await using database = await createTestDatabase();
    const found = await dumpSchema(database.pool);
    expect(found, 'The migrations changed the schema. Run: npm run -w @weft/db snapshot').toBe(
      readFileSync(SNAPSHOT_FILE, 'utf8'),
    );
  });

  it('tells everything that a migration can change by hand', async () => {
    await using database = await createTestDatabase({ migrated: false });
    await database.pool.query(byHand);
    expect(await dumpSchema(database.pool)).toMatchInlineSnapshot(`
      "-- The schema after all migrations, for reading and reviewing. Written by a script; do not edit.
      -- To refresh it: npm run -w @weft/db snapshot

      CREATE TYPE mood AS ENUM ('well', 'ill');

      CREATE SEQUENCE hand_id_seq AS integer INCREMENT 1 START 1;

      CREATE TABLE hand (
          id integer NOT NULL GENERATED ALWAYS AS IDENTITY,
          n integer NOT NULL,
          m mood DEFAULT 'well'::mood,
          twice integer GENERATED ALWAYS AS ((n * 2)) STORED
      );
      ALTER TABLE hand ADD CONSTRAINT hand_pkey PRIMARY KEY (id);
      ALTER TABLE hand ADD CONSTRAINT hand_n_check CHECK ((n > 0));
      CREATE INDEX hand_expression ON public.hand USING btree (((n + 1)));
      CREATE INDEX hand_partial ON public.hand USING btree (n) WHERE (m = 'ill'::mood);
      CREATE UNIQUE INDEX hand_unique ON public.hand USING btree (n, m) NULLS NOT DISTINCT;
      ALTER TABLE hand ENABLE ROW LEVEL SECURITY;
      ALTER TABLE hand FORCE ROW LEVEL SECURITY;

      CREATE VIEW hand_view AS
       SELECT n
         FROM hand;

      CREATE OR REPLACE FUNCTION public.hand_touch()
       RETURNS trigger
       LANGUAGE plpgsql
      AS $function$ begin return new; end; $function$;

      CREATE TRIGGER hand_trigger BEFORE UPDATE ON hand FOR EACH ROW EXECUTE FUNCTION hand_touch();

      CREATE POLICY hand_policy ON hand AS PERMISSIVE FOR SELECT TO public USING ((n = 1));
      "
    `);
  });
});

describe('missingSql', () => {
  it('is empty: the migrations and schema.prisma agree', async () => {
    expect(await missingSql(server), 'Run: npm run -w @weft/db migration:new -- <what_changed>').toBe('');
  });

  it('leaves alone on our tables what only hand-written SQL can say', async () => {
    const sql = `
      create index runs_by_hand on runs (status) where status = 'running';
      create index runs_by_expression on runs ((number + 1));
      alter table runs add check (remaining >= 0);
      create function runs_touch() returns trigger language plpgsql as $$ begin return new; end; $$;
      create trigger runs_trigger before update on runs for each row execute function runs_touch();
      alter table runs enable row level security;
      create policy runs_policy on runs using (true);`;
    expect(
      await missingSql(server, [...readMigrations(), { name: '99990101000000_hand', sql, checksum: '' }]),
    ).toBe('');
  });
});
