import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { paragraphs } from './texts.ts';

export interface IngestSettings {
  readonly documents: number;
  readonly size: number;
  readonly overlap: number;
}

const PARAGRAPHS = 4;

/** Writes text files of four paragraphs each. No two are alike, nor are those of two rounds: nothing is cached. */
export async function writeFolder(directory: string, count: number, round: number): Promise<string> {
  const folder = join(directory, `round${round}`);
  await mkdir(folder);
  const given = paragraphs('en');
  for (let at = 0; at < count; at++) {
    const body = Array.from({ length: PARAGRAPHS }, (_, k) => given[(at * 7 + k * 31) % given.length]!);
    const text = [`Document ${at} of round ${round}.`, ...body].join('\n\n');
    await writeFile(join(folder, `${at}.txt`), text);
  }
  return folder;
}
