import { NodeError } from '@weft/engine/node';
import { passedReports } from '../../evaluate/lib/passed.ts';
import type { Report } from '../../evaluate/lib/report.ts';
import { PARTS, type PartName } from '@weft/ml/formats';

export type Published = { readonly [part in PartName]?: string };

/**
 * Refuses a report about other bytes than those being published: figures measured on last week's model must not end up
 * on this week's card. Looks through gates, whose reports list what they let pass.
 */
export function refuseOthersFigures(report: Report, published: Published): void {
  for (const { about, measured } of [report, ...passedReports(report)]) {
    for (const part of PARTS) {
      const hash = measured[part];
      if (hash === undefined || hash === published[part]) continue;
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
