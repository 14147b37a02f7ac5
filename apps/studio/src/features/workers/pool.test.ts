import { describe, expect, it } from 'vitest';
import { factsOf, gpuOf } from './facts.ts';
import { kindsOf, poolOf, type PoolWorker } from './pool.ts';

const worker = (workerId: string, more: Partial<PoolWorker> = {}): PoolWorker => ({
  workerId,
  state: 'active',
  slots: 4,
  busy: 1,
  facts: null,
  ...more,
});

describe('the pool', () => {
  it('counts those that are alive, also while they finish', () => {
    const pool = poolOf([worker('a'), worker('b', { state: 'draining' }), worker('c', { state: 'gone' })]);
    expect(pool).toMatchObject({ workers: 2, slots: 8, busy: 2 });
  });

  it('counts the GPUs of a machine once, however many workers are on it', () => {
    const facts = { host: 'h', gpus: ['NVIDIA H200, 143771 MiB', 'NVIDIA H200, 143771 MiB'] };
    const other = { host: 'i', gpus: ['NVIDIA L4, 23034 MiB'] };
    expect(poolOf([worker('a', { facts }), worker('b', { facts }), worker('c', { facts: other })]).gpus).toBe(
      3,
    );
  });

  it('names each version of Weft once, oldest first', () => {
    const of = (weft: string) => ({ facts: { weft } });
    const pool = poolOf([worker('a', of('0.10.0')), worker('b', of('0.9.0')), worker('c', of('0.9.0'))]);
    expect(pool.versions).toEqual(['0.9.0', '0.10.0']);
  });
});

describe('what a worker says of its machine', () => {
  it('is taken fact by fact', () => {
    expect(factsOf({ host: 'h', cores: 'many', gpus: ['x'], later: true })).toEqual({
      host: 'h',
      gpus: ['x'],
    });
  });

  it('may be nothing', () => {
    for (const none of [null, undefined, {}, 'text', { cores: -1 }]) expect(factsOf(none)).toBeNull();
  });

  it('has GPUs with their memory', () => {
    expect(gpuOf('NVIDIA H200, 143771 MiB')).toEqual({ name: 'NVIDIA H200', memoryBytes: 143771 * 2 ** 20 });
    expect(gpuOf('Radeon')).toEqual({ name: 'Radeon', memoryBytes: null });
  });

  it('takes the kinds of steps that its queues are for', () => {
    expect(kindsOf(['weft-gpu-big', 'weft-cpu', 'weft-cpu-big', 'other'])).toEqual(['cpu', 'gpu']);
    expect(kindsOf(['weft-cpus'])).toEqual([]);
  });
});
