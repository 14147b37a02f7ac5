import { describe, expect, it } from 'vitest';
import type { Benchmark } from './benchmark.ts';
import { compare, formatNumber, type Observed } from './compare.ts';

const nowhere = new URL('file:///nowhere');
const benchmark = (rows: Benchmark['rows']): Benchmark => ({
  name: 'test',
  title: '',
  sizes: { quick: {}, usual: {} },
  subjects: { weft: { title: 'Weft', module: nowhere }, peer: { title: 'Peer', module: nowhere } },
  rows,
});

const seen = (title: string, values: readonly number[], others = 0): Observed => ({
  title,
  missing: null,
  failed: false,
  rounds: values.map((value) => ({ figures: { value }, cpuPerWall: 1, others })),
  peakMb: 50,
});

const speed = { measure: 'things/s', figure: 'value', better: 'more' } as const;
const time = { measure: 'ms', figure: 'value', better: 'less' } as const;

describe('compare', () => {
  it('takes the ratio of each round, so a slow minute that hits both changes nothing', () => {
    const observed = { weft: seen('Weft', [200, 20, 100]), peer: seen('Peer', [100, 10, 50]) };
    const [row] = compare(benchmark([{ ...speed, peers: [{ subject: 'peer' }] }]), observed);
    expect(row).toMatchObject({ ours: 100, theirs: 50, ratio: { median: 2, min: 2, max: 2 } });
  });

  it('counts more as better for speeds and less for times', () => {
    const observed = { weft: seen('Weft', [10, 10, 10]), peer: seen('Peer', [40, 40, 40]) };
    const rows = compare(
      benchmark([
        { ...speed, peers: [{ subject: 'peer' }] },
        { ...time, peers: [{ subject: 'peer' }] },
      ]),
      observed,
    );
    expect(rows.map((row) => row.ratio.median)).toEqual([0.25, 4]);
  });

  it('says yes only when both the figure and the ratio reach their goals', () => {
    const observed = { weft: seen('Weft', [4, 4, 4]), peer: seen('Peer', [8, 8, 8]) };
    const reached = (goal: number, ratio: number) =>
      compare(benchmark([{ ...time, goal, peers: [{ subject: 'peer', goal: ratio }] }]), observed)[0];
    expect(reached(5, 2)).toMatchObject({ goal: '≤ 5, ≥ 2×', reached: 'yes' });
    expect(reached(3, 2)!.reached).toBe('NO');
    expect(reached(5, 3)!.reached).toBe('NO');
  });

  it('judges the worst round where that is asked for', () => {
    const observed = { weft: seen('Weft', [1, 9, 1]), peer: seen('Peer', [10, 10, 20]) };
    const [row] = compare(
      benchmark([{ ...time, of: 'worst', goal: 5, peers: [{ subject: 'peer' }] }]),
      observed,
    );
    expect(row).toMatchObject({ ours: 9, theirs: 20, reached: 'NO' });
  });

  it('names the gate that was reached on the way to a missed goal', () => {
    const observed = { weft: seen('Weft', [500, 500, 500]), peer: seen('Peer', [1, 1, 1]) };
    const [row] = compare(
      benchmark([{ ...speed, goal: 1000, gate: 300, peers: [{ subject: 'peer' }] }]),
      observed,
    );
    expect(row!.reached).toBe('NO (gate 300: yes)');
  });

  it('claims nothing about a peer that could not be measured', () => {
    const observed = {
      weft: seen('Weft', [1, 1, 1]),
      peer: { ...seen('Peer', []), missing: 'not installed\n  at install.ts', failed: false },
    };
    const [row] = compare(benchmark([{ ...speed, goal: 0.5, peers: [{ subject: 'peer' }] }]), observed);
    expect(row).toMatchObject({ skipped: 'Peer: not installed', reached: '–' });
  });

  it('shows the most disturbed round of the two', () => {
    const observed = { weft: seen('Weft', [1, 1, 1], 0.1), peer: seen('Peer', [1, 1, 1], 0.4) };
    const [row] = compare(benchmark([{ ...speed, peers: [{ subject: 'peer' }] }]), observed);
    expect(row!.others).toBe(0.4);
  });
});

describe('formatNumber', () => {
  it('keeps three digits and groups thousands', () => {
    expect([0.0004571, 4.5678, 999.6, 1000, 1_234_567, Infinity, Number.NaN].map(formatNumber)).toEqual([
      '0.000457',
      '4.57',
      '1000',
      '1,000',
      '1,234,567',
      '∞',
      '–',
    ]);
  });
});
