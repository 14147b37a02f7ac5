import type { ArtifactStore } from '@weft/engine';
import type { ArtifactRef } from '@weft/engine/node';
import { copyFile, mkdir, open as openFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Cli } from '../cli.ts';
import { findArtifact } from '../artifact/findArtifact.ts';
import { noticing } from '../artifact/noticing.ts';
import { CommandError, usageError } from '../errors.ts';
import { open } from '../open.ts';
import { bytes, shortHash } from '../view/format.ts';

export type TableFile = 'parquet' | 'csv' | 'jsonl';

/** `weft artifact get <hash>`: a table becomes a file, anything else a folder of its files. */
export async function artifactGetCommand(
  cli: Cli,
  argument: string,
  { output, format }: { output?: string; format: TableFile },
): Promise<number> {
  const opened = await open(cli);
  try {
    const ref = await findArtifact(opened, argument);
    if (ref.kind !== 'table' && format !== 'parquet')
      throw usageError(
        `A ${ref.kind} is not a table and cannot be written as ${format}.`,
        'Leave out --format.',
      );
    const target = resolve(
      output ?? (ref.kind === 'table' ? `${shortHash(ref.hash)}.${format}` : shortHash(ref.hash)),
    );
    if ((await stat(target).catch(() => null)) !== null)
      throw new CommandError(`${target} exists already.`, { help: 'Choose another place with -o.' });
    await mkdir(dirname(target), { recursive: true });
    // Whole or not at all: what a killed command leaves behind does not carry the name that was asked for.
    const partial = `${target}.partial-${process.pid}`;
    try {
      const { store } = opened.engine;
      await noticing(opened.engine, async () => {
        if (ref.kind !== 'table') await writeFolder(store, ref, partial);
        else if (format === 'parquet') await copyFile(await store.localPath(ref.hash), partial);
        else await writeRows(store, ref, { path: partial, format });
      });
      await rename(partial, target);
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
    if (cli.output.machine)
      cli.output.json({ hash: ref.hash, kind: ref.kind, bytes: ref.bytes, path: target });
    else cli.output.print(`Wrote the ${ref.kind} ${shortHash(ref.hash)} (${bytes(ref.bytes)}) to ${target}.`);
    return 0;
  } finally {
    await opened.close();
  }
}

async function writeFolder(store: ArtifactStore, ref: ArtifactRef, folder: string): Promise<void> {
  const { readManifest } = await import('@weft/engine');
  const { files } = await readManifest(store, ref.hash);
  for (const [path, file] of Object.entries(files)) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(await store.localPath(file.hash), target);
  }
}

async function writeRows(
  store: ArtifactStore,
  ref: ArtifactRef,
  { path, format }: { path: string; format: 'csv' | 'jsonl' },
): Promise<void> {
  const { openTable, tableText } = await import('@weft/engine');
  const input = await openTable(store, ref);
  const file = await openFile(path, 'wx');
  try {
    for await (const piece of tableText(input, format)) await file.writeFile(piece);
  } finally {
    await file.close();
  }
}
