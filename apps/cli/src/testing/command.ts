import { openEmbedded, type EmbeddedDatabase } from '@weft/db';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunView } from '@weft/engine';

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves with the first match in what stdout and stderr have said so far or say from now on. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
}

const ENTRY = join(import.meta.dirname, 'weft.ts');

/** Starts the command as a process of its own, with nothing of this test run in its environment. */
export function startProcess(
  program: string,
  args: readonly string[],
  { env = {}, cwd }: CommandOptions = {},
): Started {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(WEFT_|DATABASE_URL$|VITEST|NODE_OPTIONS$)/.test(name)),
  );
  const child = spawn(program, args, { cwd, env: { ...clean, NO_COLOR: '1', ...env } });
  const said = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (piece: string) => {
      said[name] += piece;
      for (const look of waiting) look();
    });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, ...said });
      for (const look of waiting) look();
    });
  });
  return {
    child,
    ended,
    said: async (pattern) =>
      await new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(`${said.stdout}\n${said.stderr}`);
          if (found === null && child.exitCode === null) return;
          waiting.delete(look);
          if (found !== null) resolve(found);
          else reject(new Error(`it ended without saying ${pattern}:\n${said.stdout}\n${said.stderr}`));
        };
        waiting.add(look);
        look();
      }),
  };
}

/** A data folder with a running database that all commands of a test file share. */
export interface Installation extends AsyncDisposable {
  readonly dataDir: string;
  readonly database: EmbeddedDatabase;
  start(args: readonly string[], options?: CommandOptions): Started;
  weft(args: readonly string[], options?: CommandOptions): Promise<Ended>;
  /** `weft … --json` that is expected to end with `code`. */
  json<T = RunView>(args: readonly string[], code?: number): Promise<T>;
}

export async function installation(): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'weft-cli-'));
  // PostgreSQL's own account must be able to enter when root runs the tests.
  chmodSync(dataDir, 0o755);
  // Held open here, so that the server does not start and stop with every command.
  const database = await openEmbedded({ dataDir, durable: false });
  const start: Installation['start'] = (args, options = {}) =>
    startProcess(process.execPath, [ENTRY, ...args], {
      ...options,
      env: { WEFT_DATA_DIR: dataDir, ...options.env },
    });
  const weft: Installation['weft'] = async (args, options) => await start(args, options).ended;
  return {
    dataDir,
    database,
    start,
    weft,
    async json<T>(args: readonly string[], code = 0): Promise<T> {
      const ended = await weft([...args, '--json']);
      if (ended.code !== code)
        throw new Error(
          `weft ${args.join(' ')} ended with ${ended.code}, not ${code}:\n${ended.stderr}${ended.stdout}`,
        );
      return JSON.parse(ended.stdout) as T;
    },
    async [Symbol.asyncDispose]() {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export const statusesOf = (run: RunView): Record<string, string> =>
  Object.fromEntries(run.steps.map((step) => [step.nodeId, step.status]));

export const hashesOf = (run: RunView): Record<string, string[]> =>
  Object.fromEntries(
    run.steps.map((step) => [step.nodeId, Object.values(step.outputs).map((output) => output.hash)]),
  );
