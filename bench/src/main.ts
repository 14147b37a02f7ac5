/**
 * `npm run bench`: measures Weft and its peers side by side on one machine and one PostgreSQL, prints a table and
 * writes the figures as JSON. Exits with 1 when something could not be measured; a missed goal is no failure, it is
 * printed as such.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startServer } from '@weft/db/testing';
import { benchmarks } from './benchmarks/index.ts';
import { readArguments, USAGE } from './harness/arguments.ts';
import { describeMachine, load } from './harness/machine.ts';
import { measure, type Measured } from './harness/measure.ts';
import { plainTable } from './harness/table.ts';
import { resultsPage, type Report } from './harness/resultsPage.ts';

const HOME = join(import.meta.dirname, '..');

async function main(): Promise<number> {
  const wanted = readArguments(
    process.argv.slice(2),
    benchmarks.map(({ name }) => name),
  );
  if (wanted.help) {
    console.log(
      `${USAGE}\n\n${benchmarks.map(({ name, title }) => `  ${name.padEnd(10)}${title}`).join('\n')}`,
    );
    return 0;
  }
  const chosen = benchmarks.filter(({ name, long = false }) =>
    wanted.names.length > 0 ? wanted.names.includes(name) : wanted.full || !long,
  );
  const began = new Date();
  const loadBefore = load();
  const measured: Measured[] = [];
  const say = (line: string) => console.error(line);
  // Waits for the disk at each commit: figures of a database that does not are figures of something else.
  const server = await startServer({ durable: true });
  try {
    for (const benchmark of chosen)
      measured.push(await measure(benchmark, { server, quick: wanted.quick, say }));
  } finally {
    await server.stop();
  }
  const report: Report = {
    began: began.toISOString(),
    quick: wanted.quick,
    machine: await describeMachine(),
    load: { before: loadBefore, after: load() },
    measured,
  };
  console.log(`\n${plainTable(measured.flatMap(({ rows }) => rows))}\n`);
  const out = wanted.out ?? join(HOME, 'out', `${report.began.replaceAll(':', '-').slice(0, 19)}.json`);
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`Figures: ${out}`);
  if (wanted.record) await writeFile(join(HOME, 'RESULTS.md'), resultsPage(report));
  const failures = measured.flatMap(({ name, observed }) =>
    Object.values(observed)
      .filter(({ failed }) => failed)
      .map(({ title, missing }) => `${name}: ${title} could not be measured: ${missing}`),
  );
  for (const failure of failures) console.error(failure);
  return failures.length > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
