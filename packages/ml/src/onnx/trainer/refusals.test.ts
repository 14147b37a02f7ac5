/** What a trainer must not accept. Every refusal leaves it as it was and usable. */
import { afterEach, describe, expect, it } from 'vitest';
import { Trainer, float32, int64, saveSafetensors, sgd, sparseRows, zeros } from '../index.ts';
import type { Batch, HostTensor, TrainerOptions } from '../index.ts';
import { bagClassifier, mlp, xor } from './testModels.ts';

const trainers: Trainer[] = [];
afterEach(async () => {
  await Promise.all(trainers.splice(0).map((trainer) => trainer.dispose()));
});

async function create(options: TrainerOptions): Promise<Trainer> {
  const trainer = await Trainer.create(options);
  trainers.push(trainer);
  return trainer;
}

describe('a trainer refuses, and nothing changes', () => {
  it.each([
    ['a missing input', { x: xor.x }, "no 'y' (int64 [B])"],
    [
      'a wrong dtype',
      { x: xor.x, y: float32([0, 1, 1, 0], [4]) },
      "'y' should be int64 [B], but is float32 [4]",
    ],
    ['a wrong width', { x: float32([1, 2, 3], [1, 3]), y: int64([0], [1]) }, "'x' should be float32 [B, 2]"],
    ['sizes that disagree', { x: xor.x, y: int64([0], [1]) }, "'y' has B = 1, but 'x' has B = 4"],
    ['an empty batch', { x: float32([], [0, 2]), y: int64([], [0]) }, "'x' is empty"],
    [
      'a label that is no class',
      { x: xor.x, y: int64([0, 1, 2, 0], [4]) },
      "'y' holds 2 at position 2; it must be from 0 to 1",
    ],
    ['a label of -1', { x: xor.x, y: int64([-1, 1, 0, 0], [4]) }, "'y' holds -1 at position 0"],
    [
      'a loss that is not finite',
      { x: float32([Number.NaN, 0], [1, 2]), y: int64([0], [1]) },
      'lower the learning rate',
    ],
  ])('%s', async (_, batch: Batch, reason) => {
    const trainer = await create(mlp());
    await trainer.step(xor);
    const before = trainer.saveSafetensors();
    await expect(trainer.step(batch)).rejects.toThrow(reason);
    expect(trainer.saveSafetensors()).toEqual(before);
    await trainer.step(xor);
  });

  it.each([
    [
      'ids outside the table',
      { offsets: Int32Array.of(0, 1), ids: Int32Array.of(60), weights: Float32Array.of(1) },
      'the id 60, outside 0..59',
    ],
    [
      'negative ids',
      { offsets: Int32Array.of(0, 1), ids: Int32Array.of(-1), weights: Float32Array.of(1) },
      'the id -1',
    ],
    [
      'offsets that decrease',
      { offsets: Int32Array.of(0, 2, 1), ids: Int32Array.of(1), weights: Float32Array.of(1) },
      'decrease',
    ],
    [
      'offsets beyond the ids',
      { offsets: Int32Array.of(0, 9), ids: Int32Array.of(1), weights: Float32Array.of(1) },
      'offsets that end at 9',
    ],
    [
      'no example',
      { offsets: Int32Array.of(0), ids: new Int32Array(0), weights: new Float32Array(0) },
      'B = 0',
    ],
    ['more examples than labels', sparseRows([[], [[1, 1]]]), "'text.sum' has B = 2, but 'label' has B = 1"],
  ])('sparse features with %s', async (_, text, reason) => {
    const trainer = await create(bagClassifier());
    const before = trainer.saveSafetensors();
    await expect(trainer.step({ text, label: int64([0], [1]) })).rejects.toThrow(reason);
    expect(trainer.saveSafetensors()).toEqual(before);
  });

  it('a second step, a prediction or another state while a step is running', async () => {
    const trainer = await create(mlp());
    const running = trainer.step(xor);
    await expect(trainer.step(xor)).rejects.toThrow('still running');
    await expect(trainer.predict(xor)).rejects.toThrow('still running');
    await expect(trainer.importState(new Map())).rejects.toThrow('still running');
    await running;
    expect(trainer.stepsTaken).toBe(1);
  });

  it('a state that is not its own', async () => {
    const trainer = await create(mlp());
    await trainer.step(xor);
    const before = trainer.saveSafetensors();
    const state = (change: (tensors: Map<string, HostTensor>) => void): Uint8Array => {
      const tensors = trainer.exportState();
      change(tensors);
      return saveSafetensors(tensors);
    };
    await expect(trainer.loadSafetensors(state((t) => t.delete('b2')))).rejects.toThrow(
      "lacks the tensor 'b2'",
    );
    await expect(trainer.loadSafetensors(state((t) => t.set('extra', float32([1], [1]))))).rejects.toThrow(
      "'extra'",
    );
    await expect(trainer.loadSafetensors(state((t) => t.set('b2', float32([1], [1]))))).rejects.toThrow(
      "'b2' should be float32 [2]",
    );
    await expect(
      trainer.loadSafetensors(state((t) => t.set('trainer/step', int64([-1], [])))),
    ).rejects.toThrow('-1 steps');
    const other = await create(mlp({ optimizer: sgd() }));
    await expect(other.loadSafetensors(before)).rejects.toThrow('that this trainer does not have');
    expect(trainer.saveSafetensors()).toEqual(before);
  });

  it('graphs that cannot be trained', async () => {
    const options = mlp();
    await expect(Trainer.create({ ...options, frozen: options.graph.parameters })).rejects.toThrow(
      'nothing to train',
    );
    const unused = mlp();
    unused.graph.parameter('unused', zeros([1]));
    await expect(Trainer.create(unused)).rejects.toThrow("does not depend on 'unused'");
    await expect(Trainer.create(mlp({ runtime: { threads: 0 } }))).rejects.toThrow('threads');
  });
});

it('passes over providers that are not there and says why', async () => {
  const trainer = await create(mlp({ runtime: { providers: ['tpu' as never, 'cpu'] } }));
  expect(trainer.runtime).toEqual({
    provider: 'cpu',
    threads: 1,
    skipped: [{ provider: 'tpu', reason: 'this build of onnxruntime does not include it' }],
  });
  await expect(Trainer.create(mlp({ runtime: { providers: [] } }))).rejects.toThrow('none was asked for');
});
