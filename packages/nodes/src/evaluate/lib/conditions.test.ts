import fc from 'fast-check';
import { expect, test } from 'vitest';
import { figureAt, formatPath, holds, parseCondition, type Condition, type Operator } from './conditions.ts';

const OPERATORS: readonly Operator[] = ['>=', '>', '<=', '<', '==', '!='];
const parsed = (text: string): Condition => {
  const condition = parseCondition(text);
  if ('problem' in condition) throw new Error(condition.problem);
  return condition;
};

test.each([
  ['accuracy >= 0.9', ['accuracy'], '>=', 0.9],
  ['  recall@1>0.5  ', ['recall@1'], '>', 0.5],
  ['ece<=5e-2', ['ece'], '<=', 0.05],
  ['nll < -1.5', ['nll'], '<', -1.5],
  ['examples == 100', ['examples'], '==', 100],
  ['classes."card lost".recall != 0', ['classes', 'card lost', 'recall'], '!=', 0],
  ['classes."a.b \\"c\\" \\\\".f1 > 0', ['classes', 'a.b "c" \\', 'f1'], '>', 0],
  ['classes.退款.f1 >= 0.8', ['classes', '退款', 'f1'], '>=', 0.8],
])('reads %s', (text, path, operator, value) => {
  expect(parseCondition(text)).toEqual({ path, operator, value });
});

test.each([
  ['', /name of a figure is missing at character 1/],
  ['>= 0.9', /name of a figure/],
  ['accuracy', />= > <= < == != is missing at character 9/],
  ['accuracy = 0.9', />= > <= < == !=/],
  ['accuracy >= ', /a number is missing at character 13/],
  ['accuracy >= high', /a number/],
  ['accuracy >= 0.9 0.8', /a number/],
  ['accuracy >= 0.9; process.exit()', /a number/],
  ['accuracy >= 0x10', /a number/],
  ['accuracy >= Infinity', /a number/],
  ['classes..f1 > 0', /name of a figure is missing at character 9/],
  ['classes."open.f1 > 0', /name of a figure/],
])('says what is wrong with "%s"', (text, problem) => {
  expect(parseCondition(text)).toEqual({ problem: expect.stringMatching(problem) });
});

test('reads back every path it writes, and never throws', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 1 }),
      fc.constantFrom(...OPERATORS),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (path, operator, value) => {
        expect(parseCondition(`${formatPath(path)} ${operator} ${value}`)).toEqual({
          path,
          operator,
          value: Number(String(value)),
        });
      },
    ),
  );
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseCondition(text)));
});

test('compares as the operator says', () => {
  const verdicts = OPERATORS.map((operator) =>
    [0, 1, 2].map((measured) => holds(parsed(`x ${operator} 1`), measured)),
  );
  expect(verdicts).toEqual([
    [false, true, true],
    [false, false, true],
    [true, true, false],
    [true, false, false],
    [false, true, false],
    [true, false, true],
  ]);
});

test('finds metrics by name, members by path, and neither inherited nor textual ones', () => {
  const report = {
    about: 'classification',
    metrics: { accuracy: 0.9 },
    classes: { 'card lost': { recall: 0.5 } },
    title: 'x',
  };
  const at = (path: string) => figureAt(report, parsed(`${path} > 0`).path);
  expect(at('accuracy')).toBe(0.9);
  expect(at('metrics.accuracy')).toBe(0.9);
  expect(at('classification.accuracy')).toBe(0.9);
  expect(at('classes."card lost".recall')).toBe(0.5);
  for (const path of [
    'retrieval.accuracy',
    'classes',
    'title',
    'title.length',
    '__proto__',
    'constructor.length',
  ])
    expect(at(path)).toBeNull();
});
