import { memoryArtifactStore, runNode, tableOf } from '@weft/engine/testing';
import { expect, test } from 'vitest';
import { executor } from './execute.ts';
import { spec } from './spec.ts';

test('gives each section the path of its headings and keeps code whole', async () => {
  const store = memoryArtifactStore();
  const text = '# Guide\n\nIntro.\n\n## Install\n\n```\n# one\n\n# two\n```\n';
  const documents = await tableOf(store, { document: 'string', text: 'string' }, [
    { document: 'guide.md', text },
  ]);
  const run = await runNode({ spec, executor, store, params: { size: 40 }, inputs: { documents } });
  const chunks = await run.rows('chunks');
  expect(chunks.map((row) => [row.heading_path, row.text])).toEqual([
    [['Guide'], '# Guide\n\nIntro.\n\n'],
    [['Guide', 'Install'], '## Install\n\n```\n# one\n\n# two\n```\n'],
  ]);
  expect(chunks.map((row) => row.source)).toEqual(['guide.md', 'guide.md']);
});
