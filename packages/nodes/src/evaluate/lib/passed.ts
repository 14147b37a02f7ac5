import { z } from 'zod';
import type { Report } from './report.ts';

const passedReport = z.object({
  about: z.string(),
  metrics: z.record(z.string(), z.number()).default({}),
  measured: z.record(z.string(), z.string()).default({}),
  /** Hash of the report artifact. */
  artifact: z.string(),
});
export type PassedReport = z.infer<typeof passedReport>;

/**
 * What a gate's report says of the reports it let pass, those behind an earlier gate included; empty for any other
 * report. Whoever is wired behind a gate alone can still tell which figures there are and which bytes they are about.
 */
export function passedReports(report: Report): PassedReport[] {
  const parsed = z.array(passedReport).safeParse(report.reports);
  return report.about === 'gate' && parsed.success ? parsed.data : [];
}
