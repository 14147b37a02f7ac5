import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import hnswlib from 'hnswlib-node';
import { Index, MetricKind, ScalarKind } from 'usearch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ByteWriter } from '@weft/ml/formats';
import { emitModel, encodeModel, float32, Graph, relu, saveSafetensors } from '@weft/ml/onnx';
import { inspectFile } from './inspectFile.ts';

let directory: string;
beforeAll(async () => void (directory = await mkdtemp(join(tmpdir(), 'weft-inspect-'))));
afterAll(async () => await rm(directory, { recursive: true }));

const latin = (text: string) => Buffer.from(text, 'latin1');
const utf8 = (text: string) => Buffer.from(text, 'utf8');

function onnxModel(): Buffer {
  const graph = new Graph();
  const y = relu(graph.input('x', 'float32', ['B', 3]));
  return Buffer.from(encodeModel(emitModel({ graph, outputs: { y } })));
}
const safetensors = (): Buffer =>
  Buffer.from(saveSafetensors(new Map([['w', float32(Float32Array.of(1, 2), [2])]])));
async function usearchFile(): Promise<Buffer> {
  const index = new Index({
    metric: MetricKind.Cos,
    dimensions: 4,
    quantization: ScalarKind.F16,
    connectivity: 16,
    expansion_add: 64,
    expansion_search: 64,
    multi: false,
  });
  for (const key of [1n, 2n, 3n]) index.add(key, Float32Array.of(Number(key), 2, 3, 4), 1);
  const path = join(directory, 'x.usearch');
  index.save(path);
  return await readFile(path);
}
async function hnswlibFile(): Promise<Buffer> {
  const index = new hnswlib.HierarchicalNSW('l2', 4);
  index.initIndex({ maxElements: 10 });
  for (const label of [0, 1, 2]) index.addPoint([1, 2, label, 4], label);
  const path = join(directory, 'x.hnswlib');
  await index.writeIndex(path);
  return await readFile(path);
}

test('accepts data of every kind that is published, by its content', async () => {
  const files: [string, Buffer, string][] = [
    ['model.onnx', onnxModel(), 'onnx'],
    ['weights.safetensors', safetensors(), 'safetensors'],
    ['model.json', utf8('{"labels":["退款"]}'), 'json'],
    ['rows.jsonl', utf8('{"a":1}\n{"a":2}\n'), 'json'],
    ['card.md', utf8('# 标题\n\ttext\r\n'), 'text'],
    ['vocabulary.txt', utf8('the\nof\n'), 'text'],
    ['features.bin', Buffer.from(new ByteWriter('TFID', 1).f32s(Float32Array.of(1)).bytes()), 'learned'],
    ['sub/a.usearch', await usearchFile(), 'vectors'],
    ['a.hnswlib', await hnswlibFile(), 'vectors'],
  ];
  for (const [path, bytes, format] of files)
    expect([path, inspectFile(path, bytes)]).toEqual([path, { format }]);
});

/** What Python's pickle.dumps gives for an object that runs os.system("true") when it is loaded. */
const PICKLES = {
  0: '63706f7369780a73797374656d0a70300a2856747275650a70310a7470320a5270330a2e',
  2: '800263706f7369780a73797374656d0a710058040000007472756571018571025271032e',
  4: '8004951f000000000000008c05706f736978948c0673797374656d9493948c047472756594859452942e',
};

test('refuses a pickle under every name, whatever its protocol', () => {
  for (const [protocol, hex] of Object.entries(PICKLES))
    for (const name of [
      'model.bin',
      'model.json',
      'a.onnx',
      'a.safetensors',
      'a.usearch',
      'a.hnswlib',
      'a.pkl',
    ])
      expect([protocol, name, inspectFile(name, Buffer.from(hex, 'hex'))]).toEqual([
        protocol,
        name,
        { refused: expect.any(String) },
      ]);
  expect(inspectFile('model.json', Buffer.from(PICKLES[4], 'hex'))).toEqual({
    refused: 'is a Python pickle, which can run code',
  });
});

test.each([
  ['model.json', latin('PK\x03\x04rest'), /zip archive/],
  ['notes.txt', Buffer.concat([Buffer.alloc(257, 'a'), latin('ustar\x0000')]), /tar archive/],
  ['data.bin', gzipSync('x'), /gzip/],
  ['model.bin', latin('\x89HDF\r\n\x1a\n'), /HDF5/],
  ['array.bin', latin('\x93NUMPY\x01'), /NumPy/],
  ['run.txt', utf8('#!/bin/sh\n'), /a script/],
  ['lib.bin', latin('\x7fELF\x02'), /a program/],
  ['mod.bin', latin('\x00asm\x01\x00\x00\x00'), /WebAssembly/],
  ['model.py', utf8('print(1)'), /not of a kind that may be published \(\.onnx, \.safetensors, /],
  ['model', utf8('{}'), /not of a kind/],
  ['a.constructor', utf8('{}'), /not of a kind/],
  ['model.json', utf8('{"a":'), /ending \.json says/],
  ['model.json', latin('"\xff"'), /not UTF-8/],
  ['rows.jsonl', utf8('{"a":1}\nx'), /ending \.jsonl/],
  ['notes.txt', latin('a\x00b'), /binary data/],
  ['model.onnx', utf8('{}'), /ending \.onnx says/],
  ['w.safetensors', utf8('{"w":1}'), /ending \.safetensors/],
  ['a.usearch', Buffer.alloc(64), /not a usearch index/],
  ['a.hnswlib', Buffer.alloc(200, 1), /not an hnswlib index/],
  ['t.parquet', latin('PAR1xxxxxxxxPAR2'), /not a Parquet table/],
  ['empty.bin', Buffer.alloc(0), /tag and version/],
])('refuses %s when its bytes are not harmless data', (path, bytes, reason) => {
  expect(inspectFile(path, bytes)).toEqual({ refused: expect.stringMatching(reason) });
});

test('never throws, whatever the bytes', () => {
  const endings = fc.constantFrom(
    'onnx',
    'safetensors',
    'json',
    'txt',
    'bin',
    'usearch',
    'hnswlib',
    'parquet',
  );
  fc.assert(
    fc.property(endings, fc.uint8Array({ maxLength: 300 }), (ending, bytes) => {
      const found = inspectFile(`file.${ending}`, Buffer.from(bytes));
      expect('format' in found || 'refused' in found).toBe(true);
    }),
  );
});
