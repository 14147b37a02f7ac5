import { describe, expect, test } from 'vitest';
import { cellText } from './cellText.ts';
import { chartOption, figureRows, type Figure } from './chartOptions.ts';
import { columnWidths } from './columnWidths.ts';
import { figure } from './format.ts';
import { compareCells, memoryTable } from './memoryTable.ts';
import { metricName } from './metricNames.ts';
import { missingPages, PAGE_ROWS, rowAt } from './pages.ts';
import { rowsFigure, shownPorts } from './outputs.ts';
import type { ColumnFacts } from './preview.ts';
import type { ViewStep } from './types.ts';

const step = (outputs: Record<string, number>): ViewStep => ({
  nodeId: 'n',
  type: 'x.y',
  status: 'succeeded',
  params: {},
  outputs: Object.fromEntries(
    Object.entries(outputs).map(([port, rows]) => [port, { hash: port, kind: 'table', bytes: 1, rows }]),
  ),
  metrics: {},
  curves: {},
});

describe('figures', () => {
  test.each([
    ['accuracy', 0.9259, '92.6%'],
    ['recall@5', 1, '100%'],
    ['before_recall_at_1', 0.5, '50%'],
    ['ndcg@10', 0.8765, '87.7%'],
    ['loss', 0.41239, '0.412'],
    ['examples', 12000, '12,000'],
    ['latency_p95_ms', 12.345, '12.3 ms'],
    ['bytes', 12_300_000, '12.3 MB'],
    ['recall@1', 3, '3'],
  ])('%s of %d is written %s', (name, value, written) => {
    expect(figure(name, value, 'en')).toBe(written);
  });

  test('a metric without a word of its own keeps its name, whatever it is called', () => {
    expect(metricName('my_metric', 'zh')).toBe('my metric');
    expect(metricName('constructor', 'en')).toBe('constructor');
    expect(metricName('accuracy', 'zh')).toBe('准确率');
  });
});

describe('cells', () => {
  test('are one line of text, and a missing value is not an empty text', () => {
    expect(cellText(null)).toBeNull();
    expect(cellText('')).toBe('');
    expect(cellText({ cut: 'long' })).toBe('long…');
    expect(cellText({ json: { a: [1] } })).toBe('{"a":[1]}');
    expect(cellText([0.12345, 2])).toBe('[0.123, 2, …]');
  });

  test('sort with missing values last', () => {
    expect([3, null, 1].toSorted(compareCells)).toEqual([1, 3, null]);
    expect(['b', null, 'a'].toSorted(compareCells)).toEqual(['a', 'b', null]);
  });
});

describe('a table in memory', () => {
  const read = memoryTable({ name: 'string', n: 'int' }, [
    ['b', 2],
    ['a', null],
    ['c', 1],
  ]);

  test('is paged and sorted as one of an artifact is', async () => {
    expect(await read({ limit: 2 })).toMatchObject({
      rows: 3,
      offset: 0,
      page: [
        ['b', 2],
        ['a', null],
      ],
    });
    const sorted = await read({ offset: 1, limit: 2, sort: { column: 'n', direction: 'asc' } });
    expect(sorted.page).toEqual([
      ['b', 2],
      ['a', null],
    ]);
  });

  test('says what is missing', async () => {
    expect((await read({})).columns.map(({ name, nulls }) => [name, nulls])).toEqual([
      ['name', 0],
      ['n', 1],
    ]);
  });
});

describe('pages', () => {
  test('are fetched where they are seen, once', () => {
    const asked = new Set([1]);
    expect(missingPages({ from: 0, to: 3 * PAGE_ROWS }, new Map(), asked)).toEqual([0, 2, 3]);
    expect(missingPages({ from: 0, to: -1 }, new Map(), asked)).toEqual([]);
  });

  test('hold the row that was asked for', () => {
    const loaded = new Map([[1, [['x'], ['y']]]]);
    expect(rowAt({ loaded }, PAGE_ROWS + 1)).toEqual(['y']);
    expect(rowAt({ loaded }, 0)).toBeNull();
  });
});

describe('column widths', () => {
  const facts = (name: string): ColumnFacts => ({
    name,
    type: 'string',
    nulls: 0,
    exact: true,
    sampled: 0,
    histogram: null,
    top: null,
  });
  test('one very long text leaves room for the others, and Chinese counts as wide', () => {
    const columns = [facts('a'), facts('b'), facts('c')];
    const [long, chinese, latin] = columnWidths(
      columns,
      [['x'.repeat(9999), '中文中文中文', 'abcdef']],
      columns,
    );
    expect(long).toBe(360);
    expect(chinese!).toBeGreaterThan(latin!);
  });
});

describe('outputs', () => {
  test('an empty list of errors is not shown, a full one comes last', () => {
    expect(shownPorts(step({ errors: 0, rows: 5 }))).toEqual(['rows']);
    expect(shownPorts(step({ errors: 2, rows: 5 }))).toEqual(['rows', 'errors']);
    expect(rowsFigure(step({ errors: 2, rows: 5000 }), 'en')).toBe('5,000 rows · 2 errors');
    expect(rowsFigure(step({ rows: 5 }), 'zh')).toBe('5 行');
  });
});

describe('charts', () => {
  const write = String;
  const colours = {
    font: 'sans-serif',
    ink: '#000',
    quiet: '#111',
    line: '#222',
    surface: '#fff',
    series: ['#1'],
    heat: ['#2', '#3'],
  } as const;
  const figures: readonly Figure[] = [
    {
      kind: 'lines',
      xName: 'epoch',
      lines: [
        {
          name: 'loss',
          points: [
            [1, 0.5],
            [2, 0.25],
          ],
        },
        { name: 'accuracy', points: [[2, 0.9]] },
      ],
    },
    { kind: 'bars', xName: 'k', bars: [{ label: '1', value: 0.5 }], ideal: [0.4] },
    { kind: 'points', groups: [{ name: 'g', points: [{ x: 1, y: 2, label: 'p' }] }] },
    { kind: 'heat', xName: 'said', yName: 'true', labels: ['a', 'b'], cells: [[1, 0, 3]] },
  ];

  test('can be read as a table', () => {
    expect(figures.map((one) => figureRows(one, { write, writeX: write }))).toEqual([
      [
        ['epoch', 'loss', 'accuracy'],
        ['1', '0.5', ''],
        ['2', '0.25', '0.9'],
      ],
      [
        ['k', ''],
        ['1', '0.5'],
      ],
      [
        ['', 'x', 'y'],
        ['p', '1', '2'],
      ],
      [
        ['true', 'said', ''],
        ['a', 'b', '3'],
      ],
    ]);
  });

  test.each(figures.map((one) => [one.kind, one] as const))(
    '%s never put text into the page as HTML',
    (_, one) => {
      const option = chartOption({ figure: one, colours, small: false, write, writeX: write }) as {
        tooltip: { renderMode: string };
      };
      expect(option.tooltip.renderMode).toBe('richText');
    },
  );
});
