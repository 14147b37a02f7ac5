import { createTestDatabase, type TestDatabase } from '@weft/db/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { ensureStudio } from '../src/build/index.ts';
import { launchBrowser } from './browser.ts';

const WEFT = join(import.meta.dirname, '../../cli/bin/weft.mjs');

/** One `weft` process, as a person would start it. */
export interface WeftProcess {
  readonly child: ChildProcess;
  /** The first match in what it has said so far or says from now on. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends the signal and waits until it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** A whole installation of its own: database, server with the built studio, workers that can be killed, a browser. */
export interface World extends AsyncDisposable {
  readonly url: string;
  /** Makes the first person the owner. */
  readonly setupLink: string;
  readonly database: TestDatabase;
  readonly browser: Browser;
  worker(args?: readonly string[]): Promise<WeftProcess>;
  weft(args: readonly string[]): WeftProcess;
}

export interface WorldOptions {
  /** Slots of the server's own worker. Default 1. */
  readonly workers?: number;
  /** Makes and runs the quick start before anybody looks. Default false. */
  readonly demo?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export async function startWorld({ workers = 1, demo = false, env = {} }: WorldOptions = {}): Promise<World> {
  await using parts = new AsyncDisposableStack();
  await ensureStudio();
  const dataDir = await mkdtemp(join(tmpdir(), 'weft-e2e-'));
  parts.defer(async () => await rm(dataDir, { recursive: true, force: true }));
  const database = await createTestDatabase();
  parts.defer(async () => await database.drop());
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(WEFT_|DATABASE_URL$|VITEST|NODE_OPTIONS$)/.test(name)),
  );
  const processes = new Set<WeftProcess>();
  parts.defer(async () => void (await Promise.all([...processes].map(async (each) => await each.end()))));
  const weft = (args: readonly string[]): WeftProcess => {
    const started = startProcess(args, {
      ...clean,
      ...env,
      NO_COLOR: '1',
      DATABASE_URL: database.url,
      WEFT_DATA_DIR: dataDir,
      WEFT_LOG: 'warn',
    });
    processes.add(started);
    return started;
  };
  const server = weft(['start', '--port', '0', '--workers', String(workers), ...(demo ? [] : ['--no-run'])]);
  const [, url] = await server.said(/Weft is running with \d+ slots at (\S+)/);
  const [setupLink] = await server.said(/http\S+\/setup#\S+/);
  const browser = await launchBrowser();
  parts.defer(async () => await browser.close());
  const opened = parts.move();
  return {
    url: url!,
    setupLink,
    database,
    browser,
    weft,
    async worker(args = ['--slots', '1']) {
      const worker = weft(['worker', ...args]);
      await worker.said(/^Worker \S+ with/m);
      return worker;
    },
    [Symbol.asyncDispose]: async () => await opened.disposeAsync(),
  };
}

function startProcess(args: readonly string[], env: NodeJS.ProcessEnv): WeftProcess {
  const child = spawn(process.execPath, [WEFT, ...args], { env });
  let said = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => {
      said += piece;
      for (const look of waiting) look();
    });
  const gone = new Promise<void>((resolve) =>
    child.on('close', () => {
      for (const look of waiting) look();
      resolve();
    }),
  );
  return {
    child,
    said: async (pattern) =>
      await new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(said);
          if (found === null && child.exitCode === null && child.signalCode === null) return;
          waiting.delete(look);
          if (found !== null) resolve(found);
          else reject(new Error(`weft ${args.join(' ')} ended without saying ${pattern}:\n${said}`));
        };
        waiting.add(look);
        look();
      }),
    async end(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await gone;
    },
  };
}
