import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestServer } from '@weft/db/testing';
import type { Benchmark, Settings, Subject } from './benchmark.ts';
import { compare, type Observed, type Round, type Row } from './compare.ts';
import { openSubject, type SubjectProcess } from './subjectProcess.ts';

export interface Measured {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly observed: Readonly<Record<string, Observed>>;
}

interface Running {
  readonly title: string;
  process?: SubjectProcess;
  missing: string | null;
  failed: boolean;
  rounds: Round[];
  peakMb: number;
  readonly release: (() => Promise<void>)[];
}

/**
 * Measures one benchmark. Every subject is opened once, in a process of its own; then they take turns, and each round
 * begins with another of them, so that whatever disturbs the machine for a while disturbs all.
 */
export async function measure(
  benchmark: Benchmark,
  { server, quick, say }: { server: TestServer; quick: boolean; say: (line: string) => void },
): Promise<Measured> {
  const rounds = Math.max(3, quick ? 3 : (benchmark.rounds ?? 5));
  const subjects = new Map<string, Running>();
  const background = () => [server.pid()].filter((pid) => pid !== undefined);
  try {
    for (const [name, subject] of Object.entries(benchmark.subjects))
      subjects.set(
        name,
        await start(subject, {
          server,
          settings: { ...(quick ? benchmark.sizes.quick : benchmark.sizes.usual), ...subject.settings },
        }),
      );
    const all = [...subjects.values()];
    for (let index = benchmark.cold ? 0 : -1; index < rounds; index++)
      for (const at of all.keys()) {
        const running = all[(at + Math.max(0, index)) % all.length]!;
        await takeTurn(running, index, background());
        if (index >= 0 && running.missing === null)
          say(`${benchmark.name} ${index + 1}/${rounds} ${running.title}: ${figuresOf(running)}`);
      }
  } finally {
    for (const running of subjects.values()) await stop(running);
  }
  const observed = Object.fromEntries(
    [...subjects].map(([name, { title, missing, failed, rounds: taken, peakMb }]) => [
      name,
      { title, missing, failed, rounds: taken, peakMb },
    ]),
  );
  return { name: benchmark.name, title: benchmark.title, rows: compare(benchmark, observed), observed };
}

async function start(
  subject: Subject,
  { server, settings }: { server: TestServer; settings: Settings },
): Promise<Running> {
  const { title } = subject;
  const missing = (await subject.missing?.()) ?? null;
  const running: Running = { title, missing, failed: false, rounds: [], peakMb: 0, release: [] };
  if (missing !== null) return running;
  try {
    const directory = await mkdtemp(join(tmpdir(), 'weft-bench-'));
    running.release.push(async () => await rm(directory, { recursive: true, force: true }));
    let databaseUrl = '';
    if (subject.database !== undefined) {
      const database = await server.createDatabase({ migrated: subject.database === 'migrated' });
      // A peer that was ended early may leave connections; that is its own matter here.
      running.release.push(async () => await database.drop().catch(() => {}));
      databaseUrl = database.url;
    }
    running.process = await openSubject(subject.module, { settings, databaseUrl, directory });
  } catch (error) {
    fail(running, error);
  }
  return running;
}

async function takeTurn(running: Running, index: number, background: readonly number[]): Promise<void> {
  if (running.process === undefined || running.missing !== null) return;
  try {
    const round = await running.process.round(index, background);
    if (index >= 0) running.rounds.push(round);
    running.peakMb = running.process.peakMb();
  } catch (error) {
    fail(running, error);
  }
}

function fail(running: Running, error: unknown): void {
  running.missing = error instanceof Error ? error.message : String(error);
  running.failed = true;
}

async function stop(running: Running): Promise<void> {
  await running.process?.close().catch(() => {});
  for (const release of running.release.toReversed()) await release();
}

const figuresOf = ({ rounds }: Running): string =>
  Object.entries(rounds.at(-1)?.figures ?? {})
    .map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`)
    .join(', ');
