import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locateModel } from './modelFolder.ts';
import { openTextEmbedder, type TextEmbedder } from './textEmbedder.ts';
import { TINY_WIDTH, writeTinyModel } from '../../testing/tinyModel.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'models-'));
  writeTinyModel(root, 'weft/tiny');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a local embedding model', () => {
  let embedder: TextEmbedder;
  beforeAll(async () => {
    embedder = await openTextEmbedder(locateModel(root, 'weft/tiny', 'fp32'));
  });
  afterAll(() => embedder.close());

  it('gives one vector of length 1 per text, in order', async () => {
    const vectors = await embedder.embed(['the red apple', 'the train leaves at nine', '火车']);
    expect(embedder.dimensions).toBe(TINY_WIDTH);
    expect(vectors).toHaveLength(3);
    for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    expect(vectors[0]).not.toEqual(vectors[1]);
    expect(await embedder.embed([])).toEqual([]);
  });

  it('gives a text the same vector alone and among others of any length', async () => {
    const [alone] = await embedder.embed(['the red apple']);
    const many = Array.from({ length: 40 }, (_, n) =>
      n % 2 === 0 ? 'the red apple' : 'at nine the train leaves',
    );
    const together = await embedder.embed(many);
    together
      .filter((_, n) => n % 2 === 0)
      .forEach((vector) => vector.forEach((value, at) => expect(value).toBeCloseTo(alone![at]!, 5)));
    expect(await embedder.embed(many)).toEqual(together);
  });

  it('cuts texts at the limit of the model instead of failing', async () => {
    const [vector] = await embedder.embed(['red '.repeat(500)]);
    expect(vector!.every(Number.isFinite)).toBe(true);
  });

  it('can leave lengths as they are and take the first token', async () => {
    const first = await openTextEmbedder(locateModel(root, 'weft/tiny', 'fp32'), {
      pooling: 'cls',
      normalize: false,
    });
    const [a, b] = await first.embed(['red', 'green apple']);
    expect(a).toEqual(b); // the first token is [CLS] in both, and this encoder does not mix tokens
    expect(Math.hypot(...a!)).not.toBeCloseTo(1, 3);
    await first.close();
  });
});

describe('locateModel', () => {
  it('names the files a cache key must cover', () => {
    expect(locateModel(root, 'weft/tiny', 'fp32').files).toEqual([
      'config.json',
      'onnx/model.onnx',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
  });

  it.each(['../weft', 'tiny', 'a/../../b', '/etc/passwd', 'a/b/c', 'https://example.org/x', 'weft/..', ''])(
    'refuses "%s" as a name',
    (id) => {
      expect(() => locateModel(root, id, 'fp32')).toThrow('is not the name of a model');
    },
  );

  it('refuses a precision it does not know and says which files another one lacks', () => {
    expect(() => locateModel(root, 'weft/tiny', 'zzz')).toThrow('choose one of fp32, fp16');
    expect(() => locateModel(root, 'weft/tiny', 'toString')).toThrow('is not a precision');
    expect(() => locateModel(root, 'weft/tiny', 'q8')).toThrow(
      /lacks weft\/tiny\/onnx\/model_quantized\.onnx.*or choose a precision that is there: fp32/,
    );
  });

  it('says what is missing without saying where the folder lies', () => {
    for (const [id, what] of [
      ['weft/absent', 'is not in the models folder'],
      ['weft/half', 'weft/half/tokenizer.json'],
    ] as const) {
      mkdirSync(join(root, 'weft/half/onnx'), { recursive: true });
      copyFileSync(join(root, 'weft/tiny/onnx/model.onnx'), join(root, 'weft/half/onnx/model.onnx'));
      const message = messageOf(() => locateModel(root, id, 'fp32'));
      expect(message).toContain(what);
      expect(message).not.toContain(root);
    }
  });

  it('refuses a link that leads out of the models folder', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
    writeTinyModel(elsewhere, 'weft/tiny');
    symlinkSync(join(elsewhere, 'weft/tiny'), join(root, 'weft/linked'));
    expect(() => locateModel(root, 'weft/linked', 'fp32')).toThrow('link out of the models folder');
    rmSync(elsewhere, { recursive: true });
  });
});

it('says that a damaged model cannot be loaded, without paths of this machine', async () => {
  writeTinyModel(root, 'weft/damaged');
  writeFileSync(join(root, 'weft/damaged/onnx/model.onnx'), 'not a model');
  const error = await openTextEmbedder(locateModel(root, 'weft/damaged', 'fp32')).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ kind: 'input', code: 'embed.model_unreadable' });
  expect((error as Error).message).toContain('the model "weft/damaged" (fp32) cannot be loaded');
  expect((error as Error).message).not.toContain(root);
});

it('says what a model lacks that loads but cannot embed', async () => {
  writeTinyModel(root, 'weft/unpadded');
  rmSync(join(root, 'weft/unpadded/tokenizer_config.json'));
  await expect(openTextEmbedder(locateModel(root, 'weft/unpadded', 'fp32'))).rejects.toThrow(
    'must name the pad_token and the unk_token',
  );
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}
