import { describe, expect, it } from 'vitest';
import type { Row } from './compare.ts';
import { markdownTable, plainTable } from './table.ts';

const row: Row = {
  benchmark: 'chain',
  measure: 'p50 ms',
  peer: 'DBOS',
  ours: 2.5,
  theirs: 1000,
  ratio: { median: 400, min: 390.4, max: 410 },
  goal: '≤ 5',
  reached: 'yes',
  cpuPerWall: { ours: 0.5, theirs: 1 },
  others: 0.04,
  peakMb: { ours: 100.4, theirs: 80 },
  skipped: null,
};

describe('the table', () => {
  it('lines columns up', () => {
    const lines = plainTable([row, { ...row, measure: 'a much longer measure', ours: 12_345 }]).split('\n');
    const at = lines[0]!.indexOf('peer');
    expect(lines.slice(2).map((line) => line.indexOf('DBOS'))).toEqual([at, at]);
    expect(lines[2]).toContain('400×');
    expect(lines[2]).toContain('390×–410×');
    expect(lines[2]).toContain('100 / 80');
  });

  it('says why a row has no figures', () => {
    expect(plainTable([{ ...row, skipped: 'PyTorch: not installed' }])).toContain(
      'skipped: PyTorch: not installed',
    );
  });

  it('gives every Markdown line the same number of cells', () => {
    const lines = markdownTable([row, { ...row, skipped: 'gone' }]).split('\n');
    expect(new Set(lines.map((line) => line.split(' | ').length)).size).toBe(1);
  });
});
