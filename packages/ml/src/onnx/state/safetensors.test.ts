import { describe, expect, it } from 'vitest';
import { bool, float32, int64 } from '../hostTensor.ts';
import type { HostTensor } from '../hostTensor.ts';
import { loadSafetensors, saveSafetensors } from './safetensors.ts';

const tensors = new Map<string, HostTensor>([
  ['mask', bool([true, false, true], [3])],
  ['layer/weight', float32([1, -0, Number.NaN, 1e-45, Infinity, 3], [2, 3])],
  ['step', int64([7], [])],
  ['empty', float32([], [0, 4])],
]);

/** A file with this header and this many zero bytes of data. */
function file(header: unknown, dataLength = 0): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}
const entry = (begin: number, end: number, shape: unknown = [(end - begin) / 4], dtype: unknown = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe('safetensors', () => {
  it('gives back the same names, dtypes, shapes and bits', () => {
    const loaded = loadSafetensors(saveSafetensors(tensors, { note: 'größer' }));
    expect(loaded.metadata).toEqual({ note: 'größer' });
    expect(loaded.tensors).toEqual(tensors);
    expect(Object.is(loaded.tensors.get('layer/weight')?.data[1], -0)).toBe(true);
  });

  it('writes equal bytes whatever the order of insertion', () => {
    expect(saveSafetensors(new Map([...tensors].reverse()))).toEqual(saveSafetensors(tensors));
  });

  it('writes the layout of the specification', () => {
    const saved = saveSafetensors(new Map([['a', float32([1], [1])]]));
    const json = '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    expect(saved.subarray(0, 8)).toEqual(Uint8Array.of(56, 0, 0, 0, 0, 0, 0, 0));
    expect(new TextDecoder().decode(saved.subarray(8, 64))).toBe(json.padEnd(56));
    expect(saved.subarray(64)).toEqual(Uint8Array.of(0, 0, 0x80, 0x3f));
  });

  it('reads a Node Buffer, whose slices share its memory', () => {
    const bytes = Buffer.concat([Buffer.of(0), saveSafetensors(tensors)]).subarray(1);
    const loaded = loadSafetensors(bytes);
    bytes.fill(0);
    expect(loaded.tensors).toEqual(new Map(tensors));
  });

  it('reads a file that is part of a larger, unaligned buffer', () => {
    const saved = saveSafetensors(tensors);
    const larger = new Uint8Array(saved.length + 3);
    larger.set(saved, 3);
    expect(loadSafetensors(larger.subarray(3)).tensors.get('step')).toEqual(int64([7], []));
  });

  const huge = new Uint8Array(16);
  new DataView(huge.buffer).setBigUint64(0, 2n ** 63n, true);
  it.each([
    ['a file shorter than its length field', new Uint8Array(5), 'shorter than 8 bytes'],
    ['a header that claims exabytes', huge, 'claims'],
    ['a header longer than the file', file('{}').subarray(0, 9), 'the file ends before'],
    ['a header that is not JSON', file('{"a":'), 'not JSON'],
    ['a header that is a list', file('[]'), "begin with '{'"],
    ['a tensor that is no object', file({ a: 3 }), 'not described by an object'],
    ['an unknown dtype', file({ a: entry(0, 4, [4], 'I8') }, 4), 'dtype "I8"'],
    ['a dtype named like a method', file({ a: entry(0, 4, [1], 'constructor') }, 4), 'dtype "constructor"'],
    ['a negative dimension', file({ a: entry(0, 4, [-1]) }, 4), 'no valid shape'],
    ['a fractional dimension', file({ a: entry(0, 4, [0.5]) }, 4), 'no valid shape'],
    ['a shape that is text', file({ a: entry(0, 4, '1') }, 4), 'no valid shape'],
    [
      'a shape whose product overflows',
      file({ a: entry(0, 4, [2 ** 32, 2 ** 32, 2 ** 32]) }, 4),
      'for its shape',
    ],
    ['offsets that run backwards', file({ a: entry(4, 0, [1]) }, 4), 'for its shape'],
    [
      'three offsets',
      file({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4, 8] } }, 8),
      'no valid data_offsets',
    ],
    ['data beyond the end', file({ a: entry(0, 8) }, 4), 'beyond the end'],
    ['overlapping tensors', file({ a: entry(0, 8), b: entry(4, 12) }, 12), 'overlaps'],
    ['two tensors over the same bytes', file({ a: entry(0, 4), b: entry(0, 4) }, 4), 'overlaps'],
    ['a gap between tensors', file({ a: entry(0, 4), b: entry(8, 12) }, 12), 'belong to none'],
    ['bytes after the last tensor', file({ a: entry(0, 4) }, 12), 'belong to no tensor'],
    ['metadata that is not text', file({ __metadata__: { a: 1 } }), 'not a table of texts'],
  ])('refuses %s', (_, bytes, reason) => {
    expect(() => loadSafetensors(bytes)).toThrow(reason);
  });

  it('refuses every file cut short', () => {
    const saved = saveSafetensors(tensors);
    for (let length = 0; length < saved.length; length++)
      expect(() => loadSafetensors(saved.subarray(0, length))).toThrow('not a safetensors file');
  });

  it('keeps a name that JavaScript treats specially an ordinary name', () => {
    const loaded = loadSafetensors(file('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4));
    expect([...loaded.tensors.keys()]).toEqual(['__proto__']);
  });
});
