import { memoryArtifactStore, runNode, tableOf } from '@weft/engine/testing';
import { expect, test } from 'vitest';
import { executor } from './execute.ts';
import { spec } from './spec.ts';

const store = memoryArtifactStore();
const letters = await tableOf(store, { text: 'string' }, [
  { text: 'Write to ada@example.org or bob@mail.example.org.' },
  { text: null },
  { text: 'Nothing to hide.' },
]);
const redact = { spec, executor, store, inputs: { rows: letters } };

test('hides addresses, counts them, and lists rows without text', async () => {
  const run = await runNode({ ...redact, params: { placeholder: '***' } });
  expect(await run.rows('rows')).toEqual([
    { text: 'Write to *** or ***.', hidden: 2 },
    { text: 'Nothing to hide.', hidden: 0 },
  ]);
  expect(await run.rows('errors')).toMatchObject([{ row: 1, reason: 'the row has no text' }]);
  expect(run.warnings).toBe(1);
});

test('gives the same bytes after a pause as without one', async () => {
  const rows = Array.from({ length: 1000 }, (_, i) => ({ text: `Letter ${i} from person${i}@example.org` }));
  const many = { ...redact, inputs: { rows: await tableOf(store, { text: 'string' }, rows) } };
  const undisturbed = await runNode(many);
  const paused = await runNode({ ...many, pauseAfter: 3 });
  expect(paused.status).toBe('paused');
  const resumed = await runNode({ ...many, checkpoints: paused.checkpoints });
  expect(resumed.outputs).toEqual(undisturbed.outputs);
});
