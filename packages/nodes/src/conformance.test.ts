/**
 * What every node type owes the engine, the form and the reader, checked over the whole registry: a new node is held to
 * it without being mentioned here.
 */
import { fileURLToPath } from 'node:url';
import { canonicalJson, limitsOf, type NodeSpec, type Text } from '@weft/engine/graph';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { executors } from './registry/executors.gen.ts';
import { registry, specs } from './registry/specs.gen.ts';

const SNAKE_CASE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const TYPE = /^[a-z]+\.[a-z][a-z0-9_-]*$/;
const CHINESE = /\p{Script=Han}/u;

const key = (spec: NodeSpec): string => `${spec.type}@${spec.version}`;
const fieldsOf = (spec: NodeSpec): [string, z.ZodType][] =>
  Object.entries(spec.params.shape) as [string, z.ZodType][];

/** The texts of a spec that are wrong: missing in a language, in the wrong one, or no sentence case. */
const badTexts = (texts: Readonly<Record<string, Text | undefined>>): string[] =>
  Object.entries(texts).flatMap(([place, text]) =>
    text === undefined || (text.en.trim() !== '' && !CHINESE.test(text.en) && CHINESE.test(text.zh))
      ? []
      : [`${place}: ${JSON.stringify(text)}`],
  );

test('there are nodes, each with one executor, and no executor without a node', () => {
  expect(specs.length).toBeGreaterThan(0);
  expect(Object.keys(executors).sort()).toEqual(specs.map(key).sort());
});

test('specs load in a browser', async () => {
  // Fails naming the import that only a server has.
  const { errors } = await build({
    entryPoints: [fileURLToPath(new URL('registry/specs.gen.ts', import.meta.url))],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    logLevel: 'silent',
  });
  expect(errors).toEqual([]);
});

describe.each(specs.map((spec) => [key(spec), spec] as const))('%s', (name, spec) => {
  test('is named after its stage, and its versions lead from the first to this one', () => {
    expect(spec.type).toMatch(TYPE);
    expect(spec.type.split('.')[0]).toBe(spec.stage);
    expect(Number.isInteger(spec.version) && spec.version >= 1).toBe(true);
    const stuck = Array.from({ length: spec.version - 1 }, (_, i) => i + 1).filter(
      (version) => spec.migrations?.[version] === undefined && registry.get(spec.type, version) === undefined,
    );
    expect(stuck).toEqual([]);
  });

  test('says what it is in English and Chinese', () => {
    const ports = Object.entries({ ...spec.inputs, ...spec.outputs });
    expect(
      badTexts({
        title: spec.title,
        description: spec.description,
        ...Object.fromEntries(ports.map(([port, { description }]) => [`port ${port}`, description])),
      }),
    ).toEqual([]);
  });

  test('names its ports and columns in snake_case', () => {
    const ports = [...Object.entries(spec.inputs), ...Object.entries(spec.outputs)];
    const columns = ports.flatMap(([, { type }]) => (type.kind === 'table' ? Object.keys(type.columns) : []));
    const names = [...ports.map(([port]) => port), ...columns];
    expect(names.filter((each) => !SNAKE_CASE.test(each))).toEqual([]);
    expect(Object.keys(spec.outputs)).not.toEqual([]);
  });

  test('describes every param in English and Chinese, and each has a valid default or is required', () => {
    const bad = fieldsOf(spec).flatMap(([field, schema]) => {
      const meta = schema.meta() as { description?: string; zh?: string; format?: string } | undefined;
      const texts = badTexts({ [field]: { en: meta?.description ?? '', zh: meta?.zh ?? '' } });
      // Without this the command would leave the path relative to wherever a worker happens to run.
      const path =
        /(^|_)path$/.test(field) && meta?.format !== 'path'
          ? [`${field}: a path without .meta({ format: 'path' })`]
          : [];
      const named = SNAKE_CASE.test(field) ? [] : [`${field}: not in snake_case`];
      return [...texts, ...path, ...named, ...badDefault(field, schema)];
    });
    expect(bad).toEqual([]);
  });

  test('has params a form can be drawn for', () => {
    expect(() => z.toJSONSchema(spec.params, { io: 'input' })).not.toThrow();
  });

  test('keeps within limits that make sense', () => {
    const { attempts, timeoutSeconds, memoryMb } = limitsOf(spec);
    expect(Math.min(attempts, timeoutSeconds, memoryMb)).toBeGreaterThan(0);
    expect(Number.isInteger(attempts)).toBe(true);
  });

  test('has an executor of its shape that can do what the spec promises', async () => {
    const { executor } = await executors[name]!();
    expect(executor.shape).toBe(spec.shape);
    expect(executor.outside !== undefined).toBe(spec.outside ?? false);
    if (spec.shape !== 'map') return;
    const { over, into, errors, segmentRows } = spec.map;
    expect('source' in executor && executor.source !== undefined).toBe(over === null);
    if (over !== null) expect(spec.inputs[over]?.type.kind).toBe('table');
    for (const port of [into, errors])
      if (port !== undefined) expect(spec.outputs[port]?.type.kind).toBe('table');
    expect(segmentRows).toBeGreaterThan(0);
  });
});

/** `optional()` is refused: an absent value would be a third state that neither the form nor the cache key shows. */
function badDefault(field: string, schema: z.ZodType): string[] {
  const absent = schema.safeParse(undefined);
  if (!absent.success) return [];
  if (absent.data === undefined) return [`${field}: optional; give it a default or require it`];
  // Zod does not check a default, so it is parsed once more, as a document that spells it out would be.
  const spelled = schema.safeParse(absent.data);
  if (!spelled.success) return [`${field}: its default is refused: ${z.prettifyError(spelled.error)}`];
  return canonicalJson(spelled.data) === canonicalJson(absent.data)
    ? []
    : [`${field}: its default changes when parsed`];
}
