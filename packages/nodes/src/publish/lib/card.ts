import type { Json } from '@weft/engine/graph';
import type { FilesInput } from '@weft/engine/node';
import { passedReports } from '../../evaluate/lib/passed.ts';
import type { Report } from '../../evaluate/lib/report.ts';
import { facts } from './facts.ts';

/** The card of a model version: what a reviewer or a caller reads. All figures are measured, none typed in. */
export type Card = { readonly [key: string]: Json } & {
  readonly format: 'weft.card';
  readonly version: 1;
  readonly name: string;
  readonly description: string;
  /** '' when none was stated. */
  readonly license: string;
  /** "model" and "index", as far as they are there. */
  readonly contents: { [part: string]: Part & { [key: string]: Json } };
  readonly evaluation: (Evaluation & { [key: string]: Json })[];
  /** Hashes of the artifacts the version was made of, by input port. */
  readonly lineage: { [port: string]: Json };
};

interface Part {
  /** Hash of the artifact, as the step that made it recorded it. */
  artifact: string;
  files: number;
  bytes: number;
  /** What its own description says: task, labels, preprocessing, sizes. */
  about: { [key: string]: Json };
}

interface Evaluation {
  about: string;
  metrics: { [name: string]: number };
  /** Hashes of what was measured: the version's own model or index, and the data it was measured with. */
  measured: { [port: string]: string };
  report: string;
}

export interface CardParts {
  readonly name: string;
  readonly description: string;
  readonly license: string;
  readonly parts: readonly { readonly name: 'model' | 'index'; readonly files: FilesInput }[];
  readonly reports: readonly { readonly hash: string; readonly report: Report }[];
}

export async function card({ name, description, license, parts, reports }: CardParts): Promise<Card> {
  const contents: Card['contents'] = {};
  for (const { name: part, files } of parts)
    contents[part] = {
      artifact: files.ref.hash,
      files: files.files.length,
      bytes: files.files.reduce((sum, file) => sum + file.bytes, 0),
      about: await about(files, `${part}.json`),
    };
  // A report may be wired both itself and through a gate; it is one report.
  const byHash = new Map<string, Evaluation & { [key: string]: Json }>();
  for (const { hash, report } of reports) {
    for (const { artifact, ...passed } of passedReports(report))
      byHash.set(artifact, { ...passed, report: artifact });
    byHash.set(hash, {
      about: report.about,
      metrics: { ...report.metrics },
      measured: { ...report.measured },
      ...(Array.isArray(report.conditions) ? { conditions: report.conditions } : {}),
      report: hash,
    });
  }
  const evaluation = [...byHash.values()].sort((a, b) => (a.about + a.report < b.about + b.report ? -1 : 1));
  const lineage = {
    ...Object.fromEntries(parts.map((part) => [part.name, part.files.ref.hash])),
    reports: evaluation.map(({ report }) => report),
  };
  return { format: 'weft.card', version: 1, name, description, license, contents, evaluation, lineage };
}

async function about(files: FilesInput, path: string): Promise<{ [key: string]: Json }> {
  if (!files.files.some((file) => file.path === path)) return {};
  return facts(await files.json(path));
}
