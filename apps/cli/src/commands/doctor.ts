import colors from 'picocolors';
import type { Cli } from '../cli.ts';
import { fail, perform, type Finding } from '../doctor/check.ts';
import { libraries } from '../doctor/libraryChecks.ts';
import { disk, machine, models, versions } from '../doctor/machineChecks.ts';
import { bytes, database, workers } from '../doctor/storageChecks.ts';
import { EXIT } from '../errors.ts';
import { open, type Opened } from '../open.ts';
import { printable } from '../view/format.ts';
import { padEnd } from '../view/width.ts';

/** `weft doctor`: checks everything an installation needs. Exit 1 when something that must work does not. */
export async function doctorCommand(cli: Cli): Promise<number> {
  const { config, output, parts } = cli;
  const findings: Finding[] = [];
  const say = (found: readonly Finding[]) => {
    findings.push(...found);
    if (!output.machine) for (const finding of found) output.print(line(finding));
  };
  say(await perform('versions', versions));
  say(await perform('machine', machine));
  say(await perform('disk', async () => await disk(config)));
  const opened = await open(cli).catch((error: Error) => {
    say([fail('database', error.message)]);
    return null;
  });
  if (opened !== null) await withDatabase(opened, say);
  say(await perform('models', async () => await models(config)));
  say(await perform('libraries', async () => await libraries(parts.specsModule)));
  const failed = findings.filter(({ level }) => level === 'fail').length;
  const warned = findings.filter(({ level }) => level === 'warn').length;
  if (output.machine) output.json({ ok: failed === 0, findings });
  else {
    output.print();
    output.print(
      failed > 0
        ? `${failed} of ${findings.length} checks failed: Weft does not work here yet.`
        : `Weft works here${warned > 0 ? `, with ${warned} ${warned === 1 ? 'thing' : 'things'} to know` : ''}.`,
    );
  }
  return failed > 0 ? EXIT.failed : EXIT.succeeded;
}

async function withDatabase(opened: Opened, say: (found: readonly Finding[]) => void): Promise<void> {
  try {
    say(await perform('database', async () => await database(opened)));
    say(await perform('workers', async () => await workers(opened)));
    say(await perform('store', async () => await bytes(opened)));
  } finally {
    await opened.close();
  }
}

const PAINT = { ok: colors.green, warn: colors.yellow, fail: colors.red } as const;
const line = ({ name, level, detail }: Finding): string =>
  `${PAINT[level](padEnd(level, 4))}  ${padEnd(name, 30)}  ${printable(detail)}`;
