import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryArtifactStore, runNode, tableOf } from '@weft/engine/testing';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executor } from './execute.ts';
import { spec } from './spec.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-table-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(name: string, content: string | Uint8Array, params: Record<string, unknown> = {}) {
  const path = join(folder, name);
  await writeFile(path, content);
  const run = await runNode({ spec, executor, params: { path, max_errors: 1e6, ...params } });
  const table = await run.table('rows');
  const errors = (await run.rows('errors')).map(
    (row) => `${row.position as string}: ${row.reason as string}`,
  );
  return { columns: table.columns, rows: await table.read(), errors, run };
}

describe('types', () => {
  test('are the narrowest that change no value of a CSV', async () => {
    const { columns, rows } = await read(
      'types.csv',
      'id,zip,price,ok,tags,day,big,empty,mixed\n1,01234,1.5,true,[1],2026-01-02,12345678901234567890,,1\n-2,98765,2,FALSE,"{""a"":1}",2026-01-03,1,,x\n,,,,,,,,\n',
    );
    expect(columns).toEqual({
      id: 'int',
      zip: 'string',
      price: 'float',
      ok: 'bool',
      tags: 'json',
      day: 'string',
      big: 'string',
      empty: 'string',
      mixed: 'string',
    });
    expect(rows[1]).toEqual({
      id: -2,
      zip: '98765',
      price: 2,
      ok: false,
      tags: { a: 1 },
      day: '2026-01-03',
      big: '1',
      empty: '',
      mixed: 'x',
    });
    expect(rows[2]).toMatchObject({ id: null, zip: '', price: null, ok: null, tags: null });
  });

  test('are found for columns that are called as what every object has', async () => {
    const { columns, rows } = await read('names.csv', 'constructor,toString\nc,1\n');
    expect(columns).toEqual({ constructor: 'string', toString: 'int' });
    expect(rows).toEqual([{ constructor: 'c', toString: 1 }]);
  });

  test('of JSON lines follow the values; keys may come and go', async () => {
    const lines = [
      { question: 'Who?', document: 'a.md', n: 1, x: 1, list: [1, 2] },
      { question: 'Why?', document: 'b.md', n: 2.5, x: 'one' },
      { extra: true },
    ];
    const { columns, rows } = await read('q.jsonl', lines.map((line) => JSON.stringify(line)).join('\r\n'));
    expect(columns).toEqual({
      question: 'string',
      document: 'string',
      n: 'float',
      x: 'json',
      list: 'json',
      extra: 'bool',
    });
    expect(rows[1]).toEqual({
      question: 'Why?',
      document: 'b.md',
      n: 2.5,
      x: 'one',
      list: null,
      extra: null,
    });
    expect(rows[2]).toMatchObject({ question: null, extra: true });
  });

  test('may be given, and a value that does not fit makes its row bad', async () => {
    const { columns, rows, errors } = await read('given.csv', 'a,b,c\n1,2,"[1,2]"\nx,2,"[3,4]"\n3,4,"[]"\n', {
      types: { a: 'int', b: 'string', c: 'vector' },
    });
    expect(columns).toEqual({ a: 'int', b: 'string', c: 'vector' });
    expect(rows).toEqual([{ a: 1, b: '2', c: Float32Array.of(1, 2) }]);
    expect(errors).toEqual(['line 3: column "a": "x" is no int', 'line 4: column "c": "[]" is no vector']);
    await expect(read('given.csv', 'a\n1', { types: { z: 'int' } })).rejects.toThrow(
      /no column "z"; it has a/,
    );
  });

  test('numbers too large for a number are kept as they are written', async () => {
    const { rows } = await read('big.jsonl', '{"id":12345678901234567890,"x":1e999}\n{"id":7,"x":1}');
    expect(rows).toEqual([
      { id: '12345678901234567890', x: '1e999' },
      { id: 7, x: 1 },
    ]);
  });
});

describe('text and label columns', () => {
  test('are renamed and always text; other columns are kept, and make way', async () => {
    const { columns, rows } = await read('c.csv', 'text,intent,body,n\nold,7,hello,1\nold,8,world,2\n', {
      text_column: 'body',
      label_column: 'intent',
    });
    expect(columns).toEqual({ text_original: 'string', label: 'string', text: 'string', n: 'int' });
    expect(rows[0]).toEqual({ text_original: 'old', label: '7', text: 'hello', n: 1 });
  });

  test('that are empty make their rows bad; that are missing fail the step', async () => {
    const { rows, errors } = await read('e.csv', 'text,label\na,x\n ,x\nb,\n', {
      text_column: 'text',
      label_column: 'label',
    });
    expect(rows).toHaveLength(1);
    expect(errors).toEqual(['line 3: column "text" is empty', 'line 4: column "label" is empty']);
    await expect(read('e.csv', 'a,b\n1,2', { text_column: 'words' })).rejects.toThrow(
      /no column "words"; it has a, b/,
    );
  });
});

describe('dialects', () => {
  test.each([
    ['semicolons', 'x.csv', 'a;b\n1,5;2\n3,5;4\n', ['a', 'b']],
    ['tabs', 'x.tsv', 'a\tb\n1,2\t3\n', ['a', 'b']],
    ['bars', 'x.csv', 'a|b\n1|2\n', ['a', 'b']],
    ['one column', 'x.csv', 'text\nhello, world. again\nand, again\n', ['text', 'column_2']],
    ['no header', 'x.csv', '1,2\n3,4\n', ['column_1', 'column_2']],
    [
      'a first row of sentences',
      'x.csv',
      'How do I get my card?,card\nWhere is it now then?,card\n',
      ['column_1', 'column_2'],
    ],
    ['a byte order mark', 'x.csv', '\ufeffa,b\n1,2\n', ['a', 'b']],
  ])('%s', async (_name, file, content, names) => {
    const { columns } = await read(file, content);
    expect(Object.keys(columns).slice(0, names.length)).toEqual(names.slice(0, Object.keys(columns).length));
  });

  test('names that are doubled, missing or special become columns all the same', async () => {
    const { columns } = await read('n.csv', 'a,a,,__proto__\n1,2,3,4\n', { header: 'yes' });
    expect(Object.keys(columns)).toEqual(['a', 'a_2', 'column_3', 'column_4']);
  });

  test.each(['gb18030', 'big5', 'shift_jis', 'utf-16le', 'utf-8'])(
    '%s, found out however late it shows',
    async (encoding) => {
      const words =
        { gb18030: '机器学习的分支', big5: '機器學習的分支', shift_jis: '機械学習のテスト' }[encoding] ??
        '机器学习';
      const text = `name,n\n${'plain,1\n'.repeat(20_000)}${words},2\n${`${words}${words},3\n`.repeat(20)}`;
      const { rows, errors } = await read(
        'enc.csv',
        iconv.encode(text, encoding, { addBOM: encoding.startsWith('utf-16') }),
      );
      expect(errors).toEqual([]);
      expect(rows[20_000]).toEqual({ name: words, n: 2 });
    },
  );

  test('an encoding that is given is used; one that does not exist is refused', async () => {
    const { rows } = await read('sj.csv', iconv.encode('a,b\nア,1\n', 'shift_jis'), {
      encoding: 'shift_jis',
    });
    expect(rows).toEqual([{ a: 'ア', b: 1 }]);
    await expect(read('sj.csv', 'a', { encoding: 'klingon' })).rejects.toThrow(/"klingon" is no encoding/);
  });
});

describe('bad rows are listed with their line, and the others are read', () => {
  test('ragged rows, stray quotes, broken bytes', async () => {
    const bytes = Buffer.concat([
      Buffer.from('a,b\n1,2\n3\n4,5,6\n"x"y,1\n'),
      Buffer.from([0xe6, 0x9c, 0xff, 0x2c, 0x31, 0x0a]),
      Buffer.from(`${'机器学习'.repeat(8)},7\n"two\nlines",8\n9`),
    ]);
    const { rows, errors } = await read('bad.csv', bytes);
    expect(rows.map((row) => row.b)).toEqual([2, 7, 8]);
    expect(errors).toEqual([
      'line 3: has 1 fields where 2 are expected',
      'line 4: has 3 fields where 2 are expected',
      'line 5: field 1 goes on behind its closing quote',
      'line 6: holds bytes that are not valid utf-8; set the encoding if it is another one',
      'line 10: has 1 fields where 2 are expected',
    ]);
  });

  test('JSON lines that are none', async () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const lines = [
      '{"a":1}',
      '[1]',
      'null',
      '{"a":',
      deep,
      '{"__proto__":{"x":1}}',
      '',
      '{"a":2}',
      '{"a":"'.concat('x'.repeat(300_000), '"}'),
    ];
    const { rows, errors } = await read('bad.jsonl', lines.join('\n'), { max_row_mb: 0.25 });
    expect(rows).toEqual([{ a: 1 }, { a: 2 }]);
    expect(errors.map((error) => error.slice(0, 30))).toEqual([
      'line 2: is no JSON object',
      'line 3: is no JSON object',
      'line 4: is not valid JSON: Une',
      'line 5: nests more than 100 le',
      'line 6: the key "__proto__" ca',
      'line 9: the line is longer tha',
    ]);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  test('too many of them fail the step and the first is named', async () => {
    const content = 'a,b\n1,2\n3\n4,5\n6,7\n';
    await expect(read('t.csv', content, { max_errors: 0.2 })).rejects.toThrow(
      /1 of 4 rows are bad.*line 3: has 1 fields/,
    );
    await expect(read('t.csv', content, { max_errors: 0 })).rejects.toThrow(/1 of 4 rows are bad/);
    expect((await read('t.csv', content, { max_errors: 1 })).rows).toHaveLength(3);
  });

  test('a line without end, and a hundred thousand columns', async () => {
    const { errors } = await read('line.csv', `a,b\n${'x'.repeat(3_000_000)}`, { max_row_mb: 1 });
    expect(errors).toEqual(['line 2: the row is larger than 1000000 characters']);
    const wide = Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(',');
    await expect(read('wide.csv', `${wide}\n`)).rejects.toThrow(/more than 10000 fields/);
  });

  test('files that are no tables at all', async () => {
    await expect(read('x.csv', '')).rejects.toThrow(/holds no rows/);
    await expect(read('x.csv', Buffer.alloc(5000))).rejects.toThrow(/not text/);
    await expect(read('x.xlsx', 'x')).rejects.toThrow(/ends in none of \.csv/);
    await expect(read('x.parquet', 'not parquet at all')).rejects.toThrow(/no readable Parquet/);
    await expect(runNode({ spec, executor, params: { path: folder } })).rejects.toThrow(
      /is no file; ingest.files reads folders/,
    );
    await expect(runNode({ spec, executor, params: { path: join(folder, 'none') } })).rejects.toThrow(
      /does not exist/,
    );
  });
});

test('Parquet comes back as it was written, vectors included', async () => {
  const store = memoryArtifactStore();
  const columns = { s: 'string', n: 'int', f: 'float', b: 'bool', j: 'json', v: 'vector' } as const;
  const written = Array.from({ length: 5000 }, (_, i) => ({
    s: i % 3 === 0 ? null : `词${i}`,
    n: i,
    f: i / 4,
    b: i % 2 === 0,
    j: { i },
    v: Float32Array.of(i, -i),
  }));
  const ref = await tableOf(store, columns, written);
  const {
    columns: found,
    rows,
    errors,
  } = await read('p.parquet', await store.get(ref.hash), { types: { j: 'json' } });
  expect(errors).toEqual([]);
  expect(found).toEqual({ ...columns });
  expect(rows[4999]).toEqual({ ...written[4999], j: '{"i":4999}' });
  expect(rows.map((row) => row.v)).toEqual(written.map((row) => row.v));
});

test('reading the same file again gives the same bytes', async () => {
  const one = await read('same.csv', 'a,b\n1,x\n2,y\n');
  const two = await read('same.csv', 'a,b\n1,x\n2,y\n');
  expect(two.run.outputs).toEqual(one.run.outputs);
});
