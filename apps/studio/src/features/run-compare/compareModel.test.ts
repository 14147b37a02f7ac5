import { describe, expect, it } from 'vitest';
import { comparisonOf, type ComparedNode } from './compareModel.ts';

const node = (nodeId: string, rest: Partial<ComparedNode> = {}): ComparedNode => ({
  nodeId,
  metrics: {},
  outputs: {},
  params: [],
  ...rest,
});

describe('comparisonOf', () => {
  it('tells what a metric was and is, and by how much it differs', () => {
    const [only] = comparisonOf([node('a', { metrics: { accuracy: [0.9, 0.8], loss: [0, 0] } })]);
    expect(only!.metrics[0]).toMatchObject({ name: 'accuracy', before: 0.8, after: 0.9 });
    expect(only!.metrics[0]!.difference).toBeCloseTo(0.1);
    expect(only!.metrics[0]!.relative).toBeCloseTo(0.125);
    expect(only!.metrics[1]).toMatchObject({ difference: 0, relative: null });
  });

  it('knows equal outputs by their hash', () => {
    const [only] = comparisonOf([node('a', { outputs: { rows: ['x', 'x'], model: ['y', 'z'] } })]);
    expect(only!.outputs.map(({ port, equal }) => [port, equal])).toEqual([
      ['model', false],
      ['rows', true],
    ]);
  });

  it('puts nodes that differ first and keeps the order of the plan otherwise', () => {
    const change = { what: 'param', name: 'size', before: 1, after: 2 } as const;
    const nodes = comparisonOf([
      node('same', { outputs: { rows: ['x', 'x'] } }),
      node('metric', { metrics: { n: [1, 2] } }),
      node('param', { params: [change] }),
      node('nothing'),
    ]);
    expect(nodes.map(({ nodeId }) => nodeId)).toEqual(['metric', 'param', 'same', 'nothing']);
  });

  it('says when only one of the runs has left something', () => {
    const nodes = comparisonOf([
      node('new', { outputs: { rows: ['x', null] } }),
      node('gone', { metrics: { n: [null, 1] } }),
      node('both', { metrics: { n: [1, 1] } }),
    ]);
    expect(new Map(nodes.map(({ nodeId, onlyIn }) => [nodeId, onlyIn]))).toEqual(
      new Map([
        ['new', 'after'],
        ['gone', 'before'],
        ['both', 'both'],
      ]),
    );
    expect(nodes[0]!.differs).toBe(true);
  });
});
