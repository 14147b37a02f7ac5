import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvTokenizer, type CsvRecord } from './csvTokenizer.ts';

const LIMITS = { rowChars: 1000, columns: 100 };

function read(pieces: readonly string[], limits = LIMITS, delimiter = ','): CsvRecord[] {
  const tokenizer = csvTokenizer(delimiter, limits);
  return [...pieces.flatMap((piece) => tokenizer.push(piece)), ...tokenizer.end()];
}
const fields = (text: string) =>
  read([text]).map((record) => ('fields' in record ? record.fields : record.reason));

describe('CSV', () => {
  test.each([
    [
      'plain fields',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'no last line end',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'empty fields',
      ',\n,,\n',
      [
        ['', ''],
        ['', '', ''],
      ],
    ],
    ['mixed line ends', 'a\r\nb\rc\nd', [['a'], ['b'], ['c'], ['d']]],
    ['blank lines', 'a\n\n\r\n\r\rb\n\n', [['a'], ['b']]],
    ['quoted fields', '"a,b","c ""d""",e\n""\n', [['a,b', 'c "d"', 'e'], ['']]],
    [
      'line ends in quotes',
      '"a\nb\r\nc",d\ne,f',
      [
        ['a\nb\r\nc', 'd'],
        ['e', 'f'],
      ],
    ],
    [
      'quotes that are no quotes',
      'a"b,5" pipe\nc,d',
      [
        ['a"b', '5" pipe'],
        ['c', 'd'],
      ],
    ],
    ['text behind a closing quote', '"a"b,c\nd,e', ['field 1 goes on behind its closing quote', ['d', 'e']]],
    ['a quote never closed', 'a,"b\nc', ['a quote opened in this row is never closed']],
    ['nothing', '', []],
    ['a NUL', 'a\0b,c', [['a\0b', 'c']]],
  ])('reads %s', (_name, text, expected) => {
    expect(fields(text)).toEqual(expected);
  });

  test('counts lines as an editor does, across quotes and every kind of line end', () => {
    const records = read(['a\r\n"x\ny\r\nz"\rb\n\n"c"d\n', 'e\r', '\nf']);
    expect(records.map(({ line }) => line)).toEqual([1, 2, 5, 7, 8, 9]);
  });

  test('reads back what was written, however it is cut into pieces', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '字', ' ', '😀') });
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
    const cuts = fc.array(fc.nat(40), { maxLength: 8 });
    fc.assert(
      fc.property(rows, cuts, fc.constantFrom('\n', '\r\n', '\r'), (table, lengths, lineEnd) => {
        const quote = (value: string): string => `"${value.replaceAll('"', '""')}"`;
        const text = table.map((row) => row.map(quote).join(',') + lineEnd).join('');
        const pieces: string[] = [];
        let at = 0;
        for (const length of lengths) pieces.push(text.slice(at, (at += length)));
        pieces.push(text.slice(at));
        expect(read(pieces).map((record) => 'fields' in record && record.fields)).toEqual(table);
      }),
      { numRuns: 500 },
    );
  });

  test('gives the same records however any text is cut into pieces', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'b'), maxLength: 60 });
    const limits = { rowChars: 12, columns: 4 };
    fc.assert(
      fc.property(text, fc.nat(60), fc.nat(60), (whole, a, b) => {
        const [first, second] = a < b ? [a, b] : [b, a];
        const pieces = [whole.slice(0, first), whole.slice(first, second), whole.slice(second)];
        expect(read(pieces, limits)).toEqual(read([whole], limits));
      }),
      { numRuns: 1000 },
    );
  });

  test('loses one row, not the file, to a row over the limits', () => {
    const long = 'x'.repeat(2000);
    expect(fields(`a,b\n${long},c\nd,e`)).toEqual([
      ['a', 'b'],
      'the row is larger than 1000 characters',
      ['d', 'e'],
    ]);
    expect(fields(`a\n${'x,'.repeat(200)}\nb`)).toEqual([['a'], 'the row has more than 100 fields', ['b']]);
    const swallowed = fields(`a,b\n"never closed,c\n${'d,e\n'.repeat(600)}f,g\n`);
    expect(swallowed.slice(0, 2)).toEqual([
      ['a', 'b'],
      'a quote opened in this row is not closed within 1000 characters',
    ]);
    expect(swallowed.at(-1)).toEqual(['f', 'g']);
  });

  test.each([
    ['one line without end', 'x'],
    ['one quoted field without end', '"x'],
    ['fields without end', 'x,'],
    ['quotes without end', '""'],
  ])('reads %s in constant memory', (_name, piece) => {
    const tokenizer = csvTokenizer(',', LIMITS);
    const chunk = piece === '"x' ? 'x'.repeat(1 << 20) : piece.repeat((1 << 20) / piece.length);
    if (piece === '"x') tokenizer.push('"');
    const heap = () => {
      globalThis.gc?.();
      return process.memoryUsage().heapUsed;
    };
    for (let i = 0; i < 8; i++) tokenizer.push(chunk);
    const before = heap();
    for (let i = 0; i < 64; i++) tokenizer.push(chunk);
    expect(heap() - before).toBeLessThan(16 * 2 ** 20);
    expect(tokenizer.end()).toHaveLength(1);
  });
});
