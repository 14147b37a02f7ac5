import { createHash } from 'node:crypto';
import {
  implement,
  inputList,
  NodeError,
  type FileSet,
  type FilesInput,
  type NodeContext,
} from '@weft/engine/node';
import { readReport } from '../../evaluate/lib/report.ts';
import { refuseOthersFigures } from '../lib/boundTo.ts';
import { card as makeCard } from '../lib/card.ts';
import { cardMarkdown } from '../lib/cardMarkdown.ts';
import { inspectFile } from '../lib/inspectFile.ts';
import { CARD_FILE, CARD_TEXT_FILE, checksums, CHECKSUMS_FILE, PARTS, type Checksum } from '@weft/ml/formats';
import { spec } from './spec.ts';

export const executor = implement(spec, {
  async run(ctx) {
    const parts = PARTS.flatMap((name) =>
      inputList(ctx.inputs, name).map((input) => ({ name, files: input as FilesInput })),
    );
    if (parts.length === 0)
      throw new NodeError(
        'input',
        'publish.nothing',
        'there is nothing to publish: wire a model, an index or both',
      );
    const published = Object.fromEntries(parts.map(({ name, files }) => [name, files.ref.hash]));
    const reports = await Promise.all(
      (inputList(ctx.inputs, 'reports') as readonly FilesInput[]).map(async (files) => ({
        hash: files.ref.hash,
        report: await readReport(files),
      })),
    );
    for (const { report } of reports) refuseOthersFigures(report, published);

    const files: Record<string, FileSet[string]> = {};
    const sums: Record<string, Checksum> = {};
    for (const part of parts) await takeIn(part, { ctx, files, sums });

    const card = await makeCard({ ...ctx.params, parts, reports });
    const written = {
      [CARD_FILE]: `${JSON.stringify(card, null, 2)}\n`,
      [CARD_TEXT_FILE]: cardMarkdown(card),
    };
    for (const [path, text] of Object.entries(written)) {
      files[path] = text;
      sums[path] = {
        sha256: createHash('sha256').update(text).digest('hex'),
        bytes: Buffer.byteLength(text),
      };
    }
    files[CHECKSUMS_FILE] = checksums(sums);

    const version = await ctx.files('model', files, { name: ctx.params.name, task: 'version' });
    return {
      outputs: { version },
      metrics: { files: Object.keys(files).length, bytes: version.bytes },
      publications: [{ name: ctx.params.name, artifact: version, card }],
    };
  },
});

interface Taking {
  readonly ctx: NodeContext;
  readonly files: Record<string, FileSet[string]>;
  readonly sums: Record<string, Checksum>;
}

/** Every file of one part, inspected, under "part/". The store knows them already, so they keep their hashes. */
async function takeIn(
  { name, files: input }: { name: string; files: FilesInput },
  { ctx, files, sums }: Taking,
): Promise<void> {
  for (const { path, hash, bytes } of input.files) {
    ctx.signal.throwIfAborted();
    const found = inspectFile(path, await input.read(path));
    if ('refused' in found)
      throw new NodeError(
        'input',
        'publish.refused_file',
        `the file "${path}" of the ${name} ${found.refused}; a version holds data only, so it cannot be published`,
      );
    files[`${name}/${path}`] = { localPath: await input.localPath(path) };
    sums[`${name}/${path}`] = { sha256: hash, bytes };
  }
}
