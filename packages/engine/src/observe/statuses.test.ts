import { createTestDatabase, type TestDatabase } from '@weft/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACTOR_KINDS } from './actor.ts';
import { ATTEMPT_OUTCOMES, RUN_STATUSES, STEP_STATUSES, WORKER_STATES } from './statuses.ts';

let database: TestDatabase;
beforeAll(async () => (database = await createTestDatabase()));
afterAll(async () => await database.drop());

test.each([
  ['runs_status_check', RUN_STATUSES],
  ['steps_status_check', STEP_STATUSES],
  ['attempts_outcome_check', ATTEMPT_OUTCOMES],
  ['workers_state_check', WORKER_STATES],
  ['document_updates_author_kind_check', ACTOR_KINDS],
  ['document_edits_author_kind_check', ACTOR_KINDS],
] as const)('PostgreSQL lets pass what the code lists, and nothing else: %s', async (name, listed) => {
  const { rows } = await database.pool.query<{ definition: string }>(
    'select pg_get_constraintdef(oid) as definition from pg_constraint where conname = $1',
    [name],
  );
  const allowed = [...rows[0]!.definition.matchAll(/'(\w+)'::text/g)].map(([, value]) => value);
  expect(new Set(allowed)).toEqual(new Set(listed));
});
