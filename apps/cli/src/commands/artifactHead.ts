import type { ArtifactStore } from '@weft/engine';
import type { ArtifactRef } from '@weft/engine/node';
import type { Cli } from '../cli.ts';
import { findArtifact } from '../artifact/findArtifact.ts';
import { noticing } from '../artifact/noticing.ts';
import { shownCell } from '../artifact/rowText.ts';
import { open } from '../open.ts';
import { bytes, count, printable, printableLines, shortHash } from '../view/format.ts';
import { table } from '../view/table.ts';

/** A report of this size is still read in a terminal. */
const SHOWN_REPORT_BYTES = 64_000;

/** `weft artifact head <hash>`: the first rows of a table; of anything else its files. */
export async function artifactHeadCommand(
  cli: Cli,
  argument: string,
  { rows }: { rows: number },
): Promise<number> {
  const opened = await open(cli);
  try {
    const ref = await findArtifact(opened, argument);
    const { engine } = opened;
    const head = await noticing(engine, async () =>
      ref.kind === 'table' ? await tableHead(engine.store, ref, rows) : await filesHead(engine.store, ref),
    );
    if (cli.output.machine) cli.output.json(head.object);
    else for (const line of head.lines(cli.output.terminal?.columns)) cli.output.print(line);
    return 0;
  } finally {
    await opened.close();
  }
}

interface Head {
  readonly object: unknown;
  readonly lines: (maxWidth: number | undefined) => string[];
}

async function tableHead(store: ArtifactStore, ref: ArtifactRef, wanted: number): Promise<Head> {
  const { openTable, plainRow } = await import('@weft/engine');
  const input = await openTable(store, ref);
  const { rows, columns } = input;
  const head = await input.read({ from: 0, to: wanted });
  const names = Object.keys(columns);
  return {
    object: {
      hash: ref.hash,
      kind: ref.kind,
      bytes: ref.bytes,
      rows,
      columns,
      head: head.map((row) => plainRow(row, columns)),
    },
    lines: (maxWidth) => [
      ...table(
        names.map((name) => ({
          title: name,
          align:
            columns[name] === 'int' || columns[name] === 'float' ? ('right' as const) : ('left' as const),
        })),
        head.map((row) => names.map((name) => shownCell(row[name]))),
        { maxWidth },
      ),
      '',
      `${count(head.length)} of ${count(rows)} rows, ${bytes(ref.bytes)}: ${names.map((name) => `${printable(name)} ${columns[name]}`).join(', ')}.`,
    ],
  };
}

async function filesHead(store: ArtifactStore, ref: ArtifactRef): Promise<Head> {
  const { openFiles } = await import('@weft/engine');
  const input = await openFiles(store, ref);
  const [only] = input.files;
  const content =
    input.files.length === 1 && only!.path.endsWith('.json') && only!.bytes <= SHOWN_REPORT_BYTES
      ? await input.json(only!.path)
      : undefined;
  return {
    object: {
      hash: ref.hash,
      kind: ref.kind,
      bytes: ref.bytes,
      files: input.files,
      ...(content === undefined ? {} : { content }),
    },
    lines: (maxWidth) => [
      `A ${ref.kind} of ${input.files.length} ${input.files.length === 1 ? 'file' : 'files'}, ${bytes(ref.bytes)}.`,
      '',
      ...table(
        [{ title: 'FILE' }, { title: 'SIZE', align: 'right' }, { title: 'HASH' }],
        input.files.map((file) => [file.path, bytes(file.bytes), shortHash(file.hash)]),
        { maxWidth },
      ),
      ...(content === undefined ? [] : ['', printableLines(JSON.stringify(content, null, 2))]),
    ],
  };
}
