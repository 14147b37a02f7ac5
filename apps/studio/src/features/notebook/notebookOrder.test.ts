import { expect, test } from 'vitest';
import { notebookOrder } from './notebookOrder.ts';

const at = (x: number, y: number) => ({ position: { x, y } });
const wire = (from: string, to: string) =>
  ({ from: { node: from, port: 'o' }, to: { node: to, port: 'i' } }) as never;

test('what a cell needs stands above it, wherever it lies on the canvas', () => {
  //   train ← split ← read,   drawn from right to left
  const nodes = { train: at(0, 0), split: at(300, 0), read: at(600, 0) };
  expect(notebookOrder(nodes, [wire('read', 'split'), wire('split', 'train')])).toEqual({
    ids: ['read', 'split', 'train'],
    circular: new Set(),
  });
});

test('cells that could go next are read from left to right, then from top to bottom', () => {
  const nodes = { d: at(300, 0), c: at(0, 200), a: at(0, 0), b: at(0, 100) };
  expect(notebookOrder(nodes, []).ids).toEqual(['a', 'b', 'c', 'd']);
});

test('a circle and what hangs below it are listed all the same, last', () => {
  //   a ⇄ b → c      d
  const nodes = { a: at(0, 0), b: at(1, 0), c: at(2, 0), d: at(3, 0) };
  const order = notebookOrder(nodes, [wire('a', 'b'), wire('b', 'a'), wire('b', 'c')]);
  expect(order).toEqual({ ids: ['d', 'a', 'b', 'c'], circular: new Set(['a', 'b', 'c']) });
});

test('a wire to a node that is gone changes nothing', () => {
  expect(notebookOrder({ a: {} }, [wire('gone', 'a'), wire('a', 'gone')]).ids).toEqual(['a']);
});
