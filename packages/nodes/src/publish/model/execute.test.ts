import { createHash } from 'node:crypto';
import { openVersion } from '@weft/ml/inference';
import { emitModel, encodeModel, Graph, relu } from '@weft/ml/onnx';
import { filesOf, memoryArtifactStore, runNode } from '@weft/engine/testing';
import type { FileSet } from '@weft/engine/node';
import { expect, test } from 'vitest';
import { executor } from './execute.ts';
import { spec } from './spec.ts';

function onnx(): Uint8Array {
  const graph = new Graph();
  return encodeModel(emitModel({ graph, outputs: { y: relu(graph.input('x', 'float32', ['B', 3])) } }));
}
const MODEL: FileSet = {
  'model.json': JSON.stringify({
    format: 'weft.model',
    version: 1,
    task: 'classification',
    labels: ['refund', '退款 | <b>'],
    preprocessing: { lowercase: true },
  }),
  'model.onnx': onnx(),
};
const INDEX: FileSet = {
  'index.json': '{"format":"weft.index","version":1,"chunks":3}',
  'text/chunks.jsonl': '{"a":1}\n',
};
const report = (measured: Record<string, string>) => ({
  'report.json': JSON.stringify({
    format: 'weft.report',
    version: 1,
    about: 'classification',
    metrics: { accuracy: 0.9123456789 },
    measured,
  }),
});

async function setUp(model = MODEL) {
  const store = memoryArtifactStore();
  return { store, model: await filesOf(store, 'model', model), index: await filesOf(store, 'index', INDEX) };
}
const NAMED = { name: 'ticket-router' };

test('packs model, index, card and checksums into one version that opens as they do', async () => {
  const { store, model, index } = await setUp();
  const reports = await filesOf(store, 'report', report({ model: model.hash, rows: 'b'.repeat(64) }));
  const params = { ...NAMED, description: 'Routes tickets.', license: 'CC0-1.0' };
  const ran = await runNode({ spec, executor, store, params, inputs: { model, index, reports } });
  const version = await ran.files('version');
  expect(version.files.map(({ path }) => path).sort()).toEqual([
    'card.json',
    'card.md',
    'checksums.json',
    'index/index.json',
    'index/text/chunks.jsonl',
    'model/model.json',
    'model/model.onnx',
  ]);
  expect(ran.result.metrics).toEqual({ files: 7, bytes: version.ref.bytes });

  const card = await version.json('card.json');
  expect(card).toMatchObject({
    format: 'weft.card',
    ...params,
    contents: {
      model: {
        artifact: model.hash,
        files: 2,
        about: {
          task: 'classification',
          labels: ['refund', '退款 | <b>'],
          preprocessing: { lowercase: true },
        },
      },
      index: { artifact: index.hash, files: 2, about: { chunks: 3 } },
    },
    evaluation: [
      {
        about: 'classification',
        metrics: { accuracy: 0.9123456789 },
        measured: { model: model.hash, rows: 'b'.repeat(64) },
        report: reports.hash,
      },
    ],
    lineage: { model: model.hash, index: index.hash, reports: [reports.hash] },
  });
  expect(ran.result.publications).toEqual([{ name: 'ticket-router', artifact: version.ref, card }]);

  const { files } = (await version.json('checksums.json')) as {
    files: Record<string, { sha256: string; bytes: number }>;
  };
  expect(Object.keys(files)).toHaveLength(6);
  for (const [path, sum] of Object.entries(files)) {
    const bytes = await version.read(path);
    expect(sum).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length });
  }

  const opened = await openVersion(version);
  expect(opened.card).toEqual(card);
  expect(opened.model!.files.map(({ path }) => path).toSorted()).toEqual(Object.keys(MODEL).toSorted());
  expect(await opened.model!.read('model.onnx')).toEqual(Buffer.from(MODEL['model.onnx'] as Uint8Array));
  expect(await opened.model!.json('model.json')).toMatchObject({ task: 'classification' });
  expect((await opened.index!.read('text/chunks.jsonl')).toString()).toBe('{"a":1}\n');
});

test('gives the same version for the same content, and another for another description', async () => {
  const hashOf = async (params: object) => {
    const { store, model } = await setUp();
    return (await runNode({ spec, executor, store, params: { ...NAMED, ...params }, inputs: { model } }))
      .outputs.version!.hash;
  };
  expect(await hashOf({})).toBe(await hashOf({}));
  expect(await hashOf({ description: 'x' })).not.toBe(await hashOf({}));
});

test('shows the card to people without letting a label become markup', async () => {
  const { store, model } = await setUp();
  const ran = await runNode({
    spec,
    executor,
    store,
    params: { ...NAMED, description: '# [x](http://y)' },
    inputs: { model },
  });
  const text = (await (await ran.files('version')).read('card.md')).toString();
  expect(text).toContain('# ticket-router\n');
  expect(text).toContain('\\# \\[x\\](http://y)');
  expect(text).toContain('| labels | refund, 退款 \\| \\<b\\> |');
  expect(text).toContain('License: not stated');
  expect(text).toContain('Nothing was measured.');
});

test('refuses a file that is not data, naming it', async () => {
  const { store, model } = await setUp({ ...MODEL, 'weights.bin': Buffer.from('80049500', 'hex') });
  await expect(runNode({ spec, executor, store, params: NAMED, inputs: { model } })).rejects.toMatchObject({
    kind: 'input',
    code: 'publish.refused_file',
    message:
      'the file "weights.bin" of the model is a Python pickle, which can run code; a version holds data only, so it cannot be published',
  });
});

test('refuses figures measured on other bytes, also behind a gate', async () => {
  const { store, model, index } = await setUp();
  const other = await filesOf(store, 'report', report({ model: 'a'.repeat(64) }));
  const gate = await filesOf(store, 'report', {
    'report.json': JSON.stringify({
      format: 'weft.report',
      version: 1,
      about: 'gate',
      metrics: { passed: 1 },
      reports: [{ about: 'classification', measured: { model: 'a'.repeat(64) }, artifact: 'c'.repeat(64) }],
    }),
  });
  for (const reports of [other, gate]) {
    await expect(
      runNode({ spec, executor, store, params: NAMED, inputs: { model, reports } }),
    ).rejects.toThrow(
      `the classification report was measured on model aaaaaaaaaaaa, but model ${model.hash.slice(0, 12)} is being published`,
    );
    await expect(
      runNode({ spec, executor, store, params: NAMED, inputs: { index, reports } }),
    ).rejects.toThrow(/but no model is being/);
  }
});

test('shows the figures behind a gate, once each', async () => {
  const { store, model } = await setUp();
  const measured = { model: model.hash };
  const own = await filesOf(store, 'report', report(measured));
  const passed = {
    about: 'classification',
    metrics: { accuracy: 0.9123456789 },
    measured,
    artifact: own.hash,
  };
  const conditions = [
    { condition: 'accuracy > 0.9', about: 'classification', value: 0.9123456789, passed: true },
  ];
  const gate = await filesOf(store, 'report', {
    'report.json': JSON.stringify({
      format: 'weft.report',
      version: 1,
      about: 'gate',
      metrics: { conditions: 1, passed: 1 },
      conditions,
      reports: [passed],
    }),
  });
  for (const reports of [[gate], [gate, own]]) {
    const ran = await runNode({ spec, executor, store, params: NAMED, inputs: { model, reports } });
    expect(await (await ran.files('version')).json('card.json')).toMatchObject({
      evaluation: [
        { about: 'classification', metrics: { accuracy: 0.9123456789 }, report: own.hash },
        { about: 'gate', conditions, report: gate.hash },
      ],
    });
  }
});

test('refuses to publish nothing, and names that no URL can hold', async () => {
  await expect(runNode({ spec, executor, params: NAMED })).rejects.toMatchObject({
    kind: 'input',
    code: 'publish.nothing',
  });
  for (const name of ['', 'Ticket', '-a', 'a b', 'a/b', 'a'.repeat(64)])
    expect(spec.params.safeParse({ name }).success).toBe(false);
});

test('an artifact that is no version does not open as one', async () => {
  const { store, model } = await setUp();
  const ran = await runNode({ spec, executor, store, params: NAMED, inputs: { model } });
  const version = await ran.files('version');
  expect((await openVersion(version)).index).toBeNull();
  const opened = await openVersion(version);
  await expect(openVersion(opened.model!)).rejects.toMatchObject({ code: 'version.no_card' });
});
