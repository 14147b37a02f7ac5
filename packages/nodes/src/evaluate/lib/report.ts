import { canonicalJson, type Json } from '@weft/engine/graph';
import { NodeError, type ArtifactRef, type FilesInput, type NodeContext } from '@weft/engine/node';
import { z } from 'zod';

export const REPORT_FILE = 'report.json';

/** What every report has; each kind adds its own members beside them. */
const reportSchema = z.looseObject({
  format: z.literal('weft.report'),
  version: z.literal(1),
  about: z.string().min(1),
  metrics: z.record(z.string(), z.number()),
  /** Hashes of the artifacts that were measured, by input port: what ties a figure to the bytes it is about. */
  measured: z.record(z.string(), z.string()).default({}),
});
export type Report = z.infer<typeof reportSchema> & { readonly [member: string]: Json };

export interface ReportParts {
  readonly about: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly measured?: Readonly<Record<string, string>>;
  /** Further members: tables and lists behind the metrics. */
  readonly details: { readonly [member: string]: Json };
}

/** Stores a report as one file of canonical JSON: the same figures give the same bytes. */
export async function writeReport(
  ctx: Pick<NodeContext, 'files'>,
  { about, metrics, measured = {}, details }: ReportParts,
): Promise<ArtifactRef> {
  const report = { ...details, format: 'weft.report', version: 1, about, metrics, measured };
  return await ctx.files(
    'report',
    { [REPORT_FILE]: canonicalJson(report) },
    { about, metrics: { ...metrics } },
  );
}

/** Reads a report. @throws NodeError (input) when the artifact does not hold one of version 1. */
export async function readReport(input: FilesInput): Promise<Report> {
  const parsed = reportSchema.safeParse(await input.json(REPORT_FILE));
  if (!parsed.success)
    throw new NodeError(
      'input',
      'report.format',
      `the report ${input.ref.hash.slice(0, 12)} is not one this Weft can read: ${z.prettifyError(parsed.error)}`,
    );
  return parsed.data as Report;
}
