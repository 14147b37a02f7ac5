import type { Json } from '@weft/engine/graph';
import { specs } from '@weft/nodes/specs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { check, problemOf } from './check.ts';
import type { Control } from './control.ts';
import { createDrafts, type Draft } from './drafts.ts';
import { controlOf, fieldsOf, jsonSchema, sampleOf } from './fieldsOf.ts';
import { groupedFields, mainFields } from './grouping.ts';
import { interpret, numberOf, stepped, textFor } from './interpret.ts';
import { fileName } from './paths.ts';
import { movedCaret, textChange } from './textChange.ts';

const control = (schema: z.ZodType): Control => controlOf(jsonSchema(schema));
const spec = (type: string) => specs.find((one) => one.type === type)!;
const params = (type: string): Record<string, Json> =>
  Object.fromEntries(
    fieldsOf(spec(type)).flatMap(({ name, fallback }) => (fallback === undefined ? [] : [[name, fallback]])),
  );

describe.each(specs.map((one) => [one.type, one] as const))('the form of %s', (_, one) => {
  const fields = fieldsOf(one);

  test('has a real control for every param', () => {
    expect(fields.map(({ name }) => name)).toEqual(Object.keys(one.params.shape));
    expect(fields.filter(({ control: { kind } }) => kind === 'json')).toEqual([]);
  });

  test('says what each param is in both languages', () => {
    expect(fields.filter(({ label }) => label.en === label.zh)).toEqual([]);
    expect(fields.filter(({ hint }) => hint === null || hint.en === hint.zh)).toEqual([]);
  });

  test('reads back every default as it is written, and the schema takes it', () => {
    for (const { name, control: each, fallback } of fields) {
      if (fallback === undefined) continue;
      const typed = each.kind === 'number' || each.kind === 'json' ? textFor(each, fallback) : fallback;
      const read = interpret(each, typed);
      expect(read).toEqual({ ok: true, value: fallback });
      const others = Object.fromEntries(
        fields.map((field) => [field.name, field.fallback ?? sampleOf(field.control)]),
      );
      expect(check(one, others, { name, value: fallback })).toBeNull();
    }
  });

  test('offers only values that the schema takes', () => {
    for (const { name, control: each } of fields) {
      const schema = (one.params.shape as Record<string, z.ZodType>)[name]!;
      if (each.kind === 'choice')
        expect(each.options.filter((option) => !schema.safeParse(option).success)).toEqual([]);
      if (each.kind === 'number')
        expect(
          [each.min, each.max].filter((bound) => bound !== null && !schema.safeParse(bound).success),
        ).toEqual([]);
      if (each.kind === 'record') {
        const entry = sampleOf(each.value);
        expect(schema.safeParse({ column: entry }).success).toBe(true);
      }
    }
  });

  test('shows a few params on the cell and each once in the inspector', () => {
    const shown = mainFields(one);
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.length).toBeLessThanOrEqual(3);
    const { main, advanced, limits } = groupedFields(one);
    expect([...main, ...advanced, ...limits].map(({ name }) => name).sort()).toEqual(
      fields.map(({ name }) => name).sort(),
    );
  });
});

describe('controls', () => {
  test.each<[string, z.ZodType, Partial<Control>]>([
    ['a bounded integer', z.int().min(1).max(9), { kind: 'number', whole: true, min: 1, max: 9 }],
    ['an integer without bounds', z.int(), { kind: 'number', whole: true, min: null, max: null }],
    ['a literal', z.literal('x'), { kind: 'choice', options: ['x'] }],
    [
      'a union of literals',
      z.union([z.literal(1), z.literal('auto')]),
      { kind: 'choice', options: [1, 'auto'] },
    ],
    ['a list', z.array(z.string()).max(4), { kind: 'list', most: 4 }],
    ['code', z.string().meta({ format: 'code', language: 'python' }), { kind: 'code', language: 'python' }],
    ['prose', z.string().meta({ format: 'prose' }), { kind: 'prose' }],
    ['a file', z.string().meta({ format: 'path', accept: ['.csv'] }), { kind: 'path', accept: ['.csv'] }],
    ['anything', z.json(), { kind: 'variants' }],
    ['unknown', z.unknown(), { kind: 'json' }],
  ])('%s', (_, schema, expected) => expect(control(schema)).toMatchObject(expected));

  test('a nullable param is its own control and may be empty', () => {
    const one = {
      ...spec('chunk.recursive'),
      params: z.object({ n: z.int().nullable().default(null).describe('N').meta({ zh: '数' }) }),
    };
    expect(fieldsOf(one as never)[0]).toMatchObject({
      nullable: true,
      fallback: null,
      hint: { en: 'N', zh: '数' },
      control: { kind: 'number', whole: true },
    });
  });

  test('a tagged union is a choice among forms, each with a value to start from', () => {
    const made = control(
      z.discriminatedUnion('by', [
        z.object({ by: z.literal('size'), size: z.int().min(1).default(10) }),
        z.object({ by: z.literal('line') }),
      ]),
    );
    if (made.kind !== 'variants') throw new Error(made.kind);
    expect(made.variants.map(({ label, sample }) => [label, sample])).toEqual([
      ['Size', { by: 'size', size: 10 }],
      ['Line', { by: 'line' }],
    ]);
    expect(made.variants.map(({ fits }) => fits({ by: 'line' }))).toEqual([false, true]);
  });
});

describe('numbers', () => {
  test.each([
    ['1', 1],
    [' -2.50 ', -2.5],
    ['1e-3', 0.001],
    ['.5', 0.5],
    ['0,5', 0.5],
    ['', null],
    ['0,125', 0.125],
    ['1,000', null],
    ['-', null],
    ['1e', null],
    ['0x10', null],
    ['Infinity', null],
    ['１', null],
  ])('%j is %j', (text, value) => expect(numberOf(text)).toBe(value));

  const free = { kind: 'number', whole: false, min: 0, max: 1 } as const;
  const whole = { kind: 'number', whole: true, min: 1, max: 1_000_000 } as const;
  test.each([
    [whole, 1000, 1, 1100],
    [whole, 1000, -1, 990],
    [whole, 5, 1, 6],
    [whole, 1, -1, 1],
    [whole, 1_000_000, 1, 1_000_000],
    [free, 0.1, -1, 0.09],
    [free, 0.004, 1, 0.005],
    [free, 0, 1, 0.1],
    [free, 0.2, 1, 0.3],
    [free, 1, 1, 1],
  ] as const)('a step of %o from %d by %d leads to %d', (each, from, direction, to) =>
    expect(stepped(each, from, direction)).toBe(to),
  );
});

describe('refusals', () => {
  const refused = (type: string, name: string, value: Json) =>
    check(spec(type), params(type), { name, value });

  test.each<[string, string, Json, unknown]>([
    ['chunk.recursive', 'size', 0, { kind: 'least', bound: 1 }],
    ['chunk.recursive', 'size', 1.5, { kind: 'not-whole' }],
    ['train.classifier', 'learning_rate', 0, { kind: 'above', bound: 0 }],
    ['train.classifier', 'learning_rate', 11, { kind: 'most', bound: 10 }],
    ['ingest.table', 'delimiter', '||', { kind: 'long', bound: 1 }],
    ['ingest.table', 'path', '', { kind: 'missing' }],
    ['ingest.table', 'format', 'xml', { kind: 'one-of' }],
    ['evaluate.gate', 'conditions', [], { kind: 'few', bound: 1 }],
    [
      'evaluate.gate',
      'conditions',
      ['accuracy >= 0.9', 'x'],
      { kind: 'inside', at: '2', problem: { kind: 'said' } },
    ],
    ['code.javascript', 'columns', { a: 'text' }, { kind: 'inside', at: 'a', problem: { kind: 'one-of' } }],
  ])('%s: %s cannot be %j', (type, name, value, problem) =>
    expect(refused(type, name, value)).toMatchObject(problem as object),
  );

  test('a rule between params is held against the one it blames', () => {
    expect(refused('chunk.recursive', 'overlap', 600)).toMatchObject({
      kind: 'said',
      text: { en: 'the overlap may be at most half the size', zh: '重叠不能超过大小的一半' },
    });
    const overlapping = { ...params('chunk.recursive'), overlap: 400 };
    expect(check(spec('chunk.recursive'), overlapping, { name: 'size', value: 500 })).toBeNull();
  });

  test('an issue deep inside says where', () => {
    const schema = z.object({ rows: z.array(z.object({ name: z.string() })) });
    const value = { rows: [{ name: 'a' }, { name: 3 }] };
    expect(problemOf(schema.safeParse(value).error!.issues[0]!, value)).toMatchObject({
      kind: 'inside',
      at: 'rows',
      problem: { kind: 'inside', at: '2', problem: { kind: 'inside', at: 'name' } },
    });
  });
});

describe('drafts', () => {
  const setUp = () => {
    const due: (() => void)[] = [];
    const written: string[] = [];
    const drafts = createDrafts<string>((work) => {
      due.push(work);
      return () => void due.splice(due.indexOf(work), 1);
    });
    const type = (raw: string, problem: string | null = null) =>
      drafts.type('n.size', { raw, problem, write: problem === null ? () => written.push(raw) : null });
    return { due, written, drafts, type };
  };

  test('are written once the typing pauses, the last one only', () => {
    const { due, written, drafts, type } = setUp();
    type('1');
    type('12');
    expect([written, due.length, drafts.get('n.size')?.raw]).toEqual([[], 1, '12']);
    due[0]!();
    expect([written, drafts.get('n.size')]).toEqual([['12'], null]);
  });

  test('are written at once when the field is left', () => {
    const { written, drafts, due, type } = setUp();
    type('7');
    drafts.flush('n.size');
    expect([written, due.length]).toEqual([['7'], 0]);
  });

  test('that are refused stay, are never written, and go when taken back', () => {
    const { written, drafts, due, type } = setUp();
    type('7');
    type('7x', 'no number');
    drafts.flush();
    expect([written, due.length, drafts.get('n.size')]).toEqual([
      [],
      0,
      { raw: '7x', problem: 'no number' } satisfies Draft<string>,
    ]);
    drafts.drop('n.size');
    expect(drafts.get('n.size')).toBeNull();
  });

  test('tell who watches', () => {
    const { drafts, type } = setUp();
    let told = 0;
    const stop = drafts.subscribe(() => (told += 1));
    type('1');
    drafts.flush('n.size');
    stop();
    type('2');
    expect(told).toBe(2);
  });
});

describe('shared text', () => {
  test.each([
    ['', 'a', 1, { at: 0, remove: 0, insert: 'a' }],
    ['abc', 'abXc', 3, { at: 2, remove: 0, insert: 'X' }],
    ['abc', 'ac', 1, { at: 1, remove: 1, insert: '' }],
    ['aaa', 'aaaa', 2, { at: 1, remove: 0, insert: 'a' }],
    ['hello world', 'hello brave world', 12, { at: 6, remove: 0, insert: 'brave ' }],
    ['a😀b', 'a😁b', 3, { at: 1, remove: 2, insert: '😁' }],
    ['same', 'same', 2, null],
  ])('from %j to %j with the caret at %d is %o', (before, after, caret, change) => {
    expect(textChange(before, after, caret)).toEqual(change);
    if (change !== null)
      expect(before.slice(0, change.at) + change.insert + before.slice(change.at + change.remove)).toBe(
        after,
      );
  });

  test('a caret moves with what colleagues write', () => {
    expect(movedCaret(5, { at: 2, remove: 1, insert: 'xyz' })).toBe(7);
    expect(movedCaret(2, { at: 2, remove: 0, insert: 'xyz' })).toBe(2);
    expect(movedCaret(5, { at: 3, remove: 10, insert: 'ab' })).toBe(5);
  });
});

describe('file params', () => {
  const hash = 'a'.repeat(64);
  test.each([
    ['', { kind: 'none' }],
    [`upload:${hash}/数据 a.csv`, { kind: 'upload', hash, name: '数据 a.csv' }],
    ['template:quick-start/sample/docs', { kind: 'template', template: 'quick-start', name: 'sample/docs' }],
    ['/etc/passwd', { kind: 'elsewhere', path: '/etc/passwd' }],
    ['upload:abc/x', { kind: 'elsewhere', path: 'upload:abc/x' }],
  ])('%j', (path, name) => expect(fileName(path)).toEqual(name));
});
