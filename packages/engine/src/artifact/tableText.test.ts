import { expect, test } from 'vitest';
import { memoryArtifactStore } from '../store/artifacts.memory.ts';
import { openTable } from './tableReader.ts';
import { tableText, type TableText } from './tableText.ts';
import { tableWriter } from './tableWriter.ts';

const columns = { text: 'string', n: 'int', v: 'vector', j: 'json' } as const;

async function textOf(format: TableText, rows: number): Promise<string> {
  const store = memoryArtifactStore();
  const writer = tableWriter(store, columns);
  await writer.write(
    Array.from({ length: rows }, (_, i) => ({
      text: i === 0 ? 'a "quoted", line\nand more' : ' spaced',
      n: i === 1 ? null : i,
      v: Float32Array.of(i, 0.5),
      j: { i },
    })),
  );
  const table = await openTable(store, await writer.close());
  let text = '';
  for await (const piece of tableText(table, format)) text += piece;
  return text;
}

test('a table is written as CSV, JSON lines and JSON', async () => {
  expect(await textOf('csv', 2)).toBe(
    'text,n,v,j\n"a ""quoted"", line\nand more",0,"[0,0.5]","{""i"":0}"\n" spaced",,"[1,0.5]","{""i"":1}"\n',
  );
  const rows = [
    { text: 'a "quoted", line\nand more', n: 0, v: [0, 0.5], j: { i: 0 } },
    { text: ' spaced', n: null, v: [1, 0.5], j: { i: 1 } },
  ];
  expect(await textOf('jsonl', 2)).toBe(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  expect(JSON.parse(await textOf('json', 2))).toEqual(rows);
});

test('JSON stays JSON over many batches and for no rows at all', async () => {
  expect(JSON.parse(await textOf('json', 2500))).toHaveLength(2500);
  expect(JSON.parse(await textOf('json', 0))).toEqual([]);
  expect(await textOf('csv', 0)).toBe('text,n,v,j\n');
});
