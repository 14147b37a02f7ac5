import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryArtifactStore, runNode, tableOf } from '@weft/engine/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openEmbedder } from '@weft/ml/inference';
import { TINY_WIDTH, writeTinyModel } from '@weft/ml/testing';
import { executor } from './execute.ts';
import { spec } from './spec.ts';

let hub: Server;
let source: string;
let folders: string[] = [];
const asked: string[] = [];
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'weft-models-'));
  folders.push(path);
  return (process.env.WEFT_MODELS = path);
};

beforeAll(async () => {
  source = folder();
  writeTinyModel(source, 'weft/tiny');
  hub = createServer((request, response) => {
    asked.push(request.url!);
    const file = join(source, request.url!.replace('/resolve/main/', '/'));
    if (!existsSync(file)) return response.writeHead(404).end();
    return createReadStream(file).pipe(response.writeHead(200));
  });
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
  process.env.HF_ENDPOINT = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
});
afterEach(() => void (asked.length = 0));
afterAll(async () => {
  delete process.env.WEFT_MODELS;
  delete process.env.HF_ENDPOINT;
  await new Promise((resolve) => hub.close(resolve));
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

const tools = {
  hashFile: async (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex'),
};
const params = (more = {}) => spec.params.parse({ model: 'weft/tiny', ...more });
const outside = async (more = {}) => await executor.outside!(params(more) as never, tools);

test('embeds rows with a local model and hands on what reads questions the same way', async () => {
  process.env.WEFT_MODELS = source;
  const store = memoryArtifactStore();
  const texts = Array.from({ length: 300 }, (_, i) => (i % 2 ? 'the red apple' : 'the train leaves at nine'));
  const chunks = await tableOf(
    store,
    { text: 'string', page: 'int' },
    texts.map((text, page) => ({ text, page })),
  );
  const run = await runNode({ spec, executor, store, params: { model: 'weft/tiny' }, inputs: { chunks } });
  const rows = await run.rows('chunks');
  expect(rows[299]).toMatchObject({ text: 'the red apple', page: 299, vector: expect.any(Float32Array) });
  expect(run.result.metrics).toMatchObject({ dimensions: TINY_WIDTH });
  const embedder = await openEmbedder(await run.files('embedder'));
  const [question] = await embedder.embed(['the red apple']);
  question!.forEach((value, at) => expect(value).toBeCloseTo((rows[1]!.vector as Float32Array)[at]!, 5));
  await embedder.close();
  const paused = await runNode({
    spec,
    executor,
    store,
    params: { model: 'weft/tiny' },
    inputs: { chunks },
    pauseAfter: 1,
    checkpointSeconds: 0,
  });
  const resumed = await runNode({
    spec,
    executor,
    store,
    params: { model: 'weft/tiny' },
    inputs: { chunks },
    checkpoints: paused.checkpoints,
  });
  expect(resumed.outputs).toEqual(run.outputs);
});

test('fetches a model from the hub once, when that is allowed, and its content is the key', async () => {
  process.env.WEFT_MODELS = source;
  const local = await outside();
  folder();
  await expect(outside()).rejects.toMatchObject({ code: 'embed.model_missing' });
  expect(asked).toEqual([]);
  expect(await outside({ download: true })).toBe(local);
  expect(asked).toContain('/weft/tiny/resolve/main/onnx/model.onnx');
  asked.length = 0;
  expect(await outside({ download: true })).toBe(local);
  expect(asked.filter((url) => url.endsWith('.onnx'))).toEqual([]);
});

test('a model that the hub does not have, or no hub at all, is said with the way out', async () => {
  const root = folder();
  await expect(outside({ model: 'weft/none', download: true })).rejects.toThrow(
    'the hub answered 404 for weft/none/config.json',
  );
  const live = process.env.HF_ENDPOINT;
  process.env.HF_ENDPOINT = 'http://127.0.0.1:1';
  await expect(outside({ download: true })).rejects.toThrow(
    /the hub cannot be reached \(.*\): put its files into weft\/tiny\/ there/,
  );
  process.env.HF_ENDPOINT = live;
  expect(readdirSync(root, { recursive: true }).filter((name) => String(name).endsWith('.part'))).toEqual([]);
});

test('without WEFT_MODELS it says what to set', async () => {
  delete process.env.WEFT_MODELS;
  await expect(outside()).rejects.toMatchObject({ kind: 'input', code: 'embed.no_models_folder' });
});
