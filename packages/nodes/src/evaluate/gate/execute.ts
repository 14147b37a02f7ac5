import { implement, inputList, NodeError, type FilesInput } from '@weft/engine/node';
import { figureAt, formatPath, holds, parseCondition, type Condition } from '../lib/conditions.ts';
import { readReport, writeReport, type Report } from '../lib/report.ts';
import { passedReports } from '../lib/passed.ts';
import { spec } from './spec.ts';

/** A condition applied to one report that has the figure it names. */
interface Verdict {
  readonly condition: string;
  readonly about: string;
  readonly value: number;
  readonly passed: boolean;
}

export const executor = implement(spec, {
  async run(ctx) {
    const inputs = inputList(ctx.inputs, 'reports') as readonly FilesInput[];
    const reports = await Promise.all(inputs.map(readReport));
    const verdicts = ctx.params.conditions.flatMap((text) => judge(text, reports));
    const missed = verdicts.filter(({ passed }) => !passed);
    if (missed.length > 0)
      throw new NodeError(
        'input',
        'gate.missed',
        `${missed.length} of ${verdicts.length} conditions ${missed.length === 1 ? 'is' : 'are'} missed: ${missed.map(tell).join('; ')}`,
      );
    const metrics = { conditions: ctx.params.conditions.length, passed: ctx.params.conditions.length };
    const report = await writeReport(ctx, {
      about: 'gate',
      metrics,
      details: {
        conditions: verdicts.map((verdict) => ({ ...verdict })),
        reports: reports.flatMap((passed, i) => [
          ...passedReports(passed),
          {
            about: passed.about,
            metrics: passed.metrics,
            measured: passed.measured,
            artifact: inputs[i]!.ref.hash,
          },
        ]),
      },
    });
    return { outputs: { report }, metrics };
  },
});

/** Every report that has the figure must meet the condition; that none has it is the condition's mistake. */
function judge(text: string, reports: readonly Report[]): Verdict[] {
  const parsed = parseCondition(text) as Condition;
  const verdicts = reports.flatMap((report): Verdict[] => {
    const value = figureAt(report, parsed.path);
    return value === null
      ? []
      : [{ condition: text, about: report.about, value, passed: holds(parsed, value) }];
  });
  if (verdicts.length === 0) {
    const known = reports.map(({ about, metrics }) => `${about} has ${Object.keys(metrics).join(', ')}`);
    throw new NodeError(
      'input',
      'gate.unknown_figure',
      `no report has a figure "${formatPath(parsed.path)}" (condition "${text}"); ${known.join('; ') || 'no report is wired'}`,
    );
  }
  return verdicts;
}

const tell = ({ condition, about, value }: Verdict): string =>
  `"${condition}" (${about}) does not hold, the value is ${Number(value.toPrecision(6))}`;
