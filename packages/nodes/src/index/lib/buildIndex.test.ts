import { memoryArtifactStore, runNode, tableOf, type NodeRun } from '@weft/engine/testing';
import type { ArtifactRef } from '@weft/engine/node';
import { beforeAll, describe, expect, test } from 'vitest';
import { executor as embedExecutor } from '../../embed/builtin/execute.ts';
import { spec as embedSpec } from '../../embed/builtin/spec.ts';
import { executor as hybridExecutor } from '../hybrid/execute.ts';
import { spec as hybridSpec } from '../hybrid/spec.ts';
import { executor as vectorExecutor } from '../vector/execute.ts';
import { spec as vectorSpec } from '../vector/spec.ts';
import { openIndex } from '@weft/ml/inference';

const store = memoryArtifactStore();
const WORDS =
  'river stone bridge lantern copper orchard winter harbour violin meadow 轮胎 车库 押金 发票'.split(' ');
const COUNT = 2300;
const rows = Array.from({ length: COUNT }, (_, i) => ({
  chunk: `d${i}#0`,
  document: `d${i}`,
  title: '',
  text: `${WORDS[i % 14]} ${WORDS[(i * 5 + 3) % 14]} number${i} ${WORDS[(i * 11 + 7) % 14]}`,
  start: 0,
  end: 10,
}));
const columns = {
  chunk: 'string',
  document: 'string',
  title: 'string',
  text: 'string',
  start: 'int',
  end: 'int',
} as const;

let embedded: NodeRun;
let part: ArtifactRef;
beforeAll(async () => {
  const chunks = await tableOf(store, columns, rows);
  embedded = await runNode({
    spec: embedSpec,
    executor: embedExecutor,
    store,
    inputs: { chunks },
    params: { dimensions: 16, sample: 300 },
  });
  const all = await embedded.rows('chunks');
  part = await tableOf(store, { ...columns, vector: 'vector' }, all.slice(0, 1400));
});

describe.each([
  ['vector', vectorSpec, vectorExecutor],
  ['hybrid', hybridSpec, hybridExecutor],
] as const)('index.%s', (_, spec, executor) => {
  const build = async (inputs: Record<string, ArtifactRef>, more = {}) =>
    await runNode({
      spec,
      executor,
      store,
      inputs: { embedder: embedded.outputs.embedder!, ...inputs },
      ...more,
    });

  test.each(['usearch', 'hnswlib'])('answers questions put as text (%s)', async (engine) => {
    const run = await build({ chunks: embedded.outputs.chunks! }, { params: { engine } });
    expect(run.result.metrics).toMatchObject({ chunks: COUNT, added: COUNT });
    const index = await openIndex(await run.files('index'));
    const [hits] = await index.search([rows[77]!.text], 5);
    expect(hits!.map((hit) => hit.document)).toContain('d77');
    expect(hits![0]).toMatchObject({ text: expect.any(String), start: 0, end: 10 });
    expect(index.documents()).toHaveLength(COUNT);
    await index.close();
  });

  test('interrupted after any batch and resumed, it has the bytes of an undisturbed build', async () => {
    const undisturbed = await build({ chunks: embedded.outputs.chunks! });
    for (const pauseAfter of [1, 2]) {
      const paused = await build({ chunks: embedded.outputs.chunks! }, { pauseAfter, checkpointSeconds: 0 });
      expect(paused.status).toBe('paused');
      const resumed = await build({ chunks: embedded.outputs.chunks! }, { checkpoints: paused.checkpoints });
      expect(resumed.outputs).toEqual(undisturbed.outputs);
    }
  });

  test('grows from an earlier index: what is there is not added again', async () => {
    const base = await build({ chunks: part });
    const grown = await build({ chunks: embedded.outputs.chunks!, base: base.outputs.index! });
    expect(grown.result.metrics).toMatchObject({ chunks: COUNT, added: COUNT - 1400 });
    const index = await openIndex(await grown.files('index'));
    const found = await index.search([rows[5]!.text, rows[2200]!.text], 1);
    expect(found.map(([hit]) => hit!.document)).toEqual(['d5', 'd2200']);
    const same = await build({ chunks: part, base: base.outputs.index! });
    expect(same.result.metrics).toMatchObject({ chunks: 1400, added: 0 });
  });

  test('refuses to grow over a chunk whose text changed', async () => {
    const base = await build({ chunks: part });
    const changed = (await embedded.rows('chunks')).slice(0, 3).map((row) => ({ ...row, text: 'other' }));
    const chunks = await tableOf(store, { ...columns, vector: 'vector' }, changed);
    await expect(build({ chunks, base: base.outputs.index! })).rejects.toThrow(
      'chunk "d0#0" is in the index to grow with another text',
    );
  });
});

test('vectors without an embedder cannot be asked, and say so', async () => {
  const run = await runNode({ spec: vectorSpec, executor: vectorExecutor, store, inputs: { chunks: part } });
  const index = await openIndex(await run.files('index'));
  await expect(index.search(['x'], 1)).rejects.toThrow('wire the embedder to the index node too');
});

test('an empty table is an input error', async () => {
  const chunks = await tableOf(store, { ...columns, vector: 'vector' }, []);
  await expect(
    runNode({ spec: vectorSpec, executor: vectorExecutor, store, inputs: { chunks } }),
  ).rejects.toMatchObject({ code: 'index.no_vectors' });
});
