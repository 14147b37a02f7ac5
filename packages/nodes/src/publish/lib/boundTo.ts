import type { Json } from '@weft/engine/graph';
import { NodeError } from '@weft/engine/node';
import type { Report } from '../../evaluate/lib/report.ts';
import { PARTS, type PartName } from './version.ts';

export type Published = { readonly [part in PartName]?: string };

/**
 * Refuses a report about other bytes than those being published: figures measured on last week's model must not end up
 * on this week's card. Looks through gates, whose reports list what they let pass.
 */
export function refuseOthersFigures(report: Report, published: Published): void {
  for (const { about, measured } of [report, ...passedReports(report)]) {
    for (const part of PARTS) {
      const hash = measured[part];
      if (typeof hash !== 'string' || hash === published[part]) continue;
      throw new NodeError(
        'input',
        'publish.other_artifact',
        `the ${about} report was measured on ${part} ${hash.slice(0, 12)}, but ${
          published[part] === undefined ? `no ${part}` : `${part} ${published[part].slice(0, 12)}`
        } is being published; wire the report of the ${part} that is published`,
      );
    }
  }
}

function passedReports(report: Report): { about: string; measured: { [port: string]: Json } }[] {
  if (!Array.isArray(report.reports)) return [];
  return report.reports.flatMap((passed) => {
    if (typeof passed !== 'object' || passed === null || Array.isArray(passed)) return [];
    const { about, measured } = passed;
    return typeof measured === 'object' && measured !== null && !Array.isArray(measured)
      ? [{ about: String(about as string), measured }]
      : [];
  });
}
