import { once } from 'node:events';
import type { Worker } from '@weft/engine';
import type { Server } from '@weft/server';
import { commandLineActor } from '../actor.ts';
import type { Cli } from '../cli.ts';
import { listTemplates } from '../document/templates.ts';
import { CommandError } from '../errors.ts';
import { onInterrupt } from '../interrupt.ts';
import { coreCount } from '../machine.ts';
import { DEFAULT_WORKSPACE, open, type Opened } from '../open.ts';
import { followRun } from '../run/follow.ts';
import { startInProcessWorker } from '../run/inProcessWorker.ts';
import { runSummary } from '../view/summary.ts';

export interface StartOptions {
  readonly port: number;
  readonly host: string;
  readonly run: boolean;
  readonly studio: boolean;
  readonly dev?: boolean;
  readonly workers?: number;
}

export const FIRST_TEMPLATE = 'quick-start';
/** Where `--dev` serves the studio with hot reload. */
const DEV_PORT = 7332;

/** `weft start`: database, worker, server and studio in one process tree on one port, until Ctrl-C. */
export async function startCommand(cli: Cli, options: StartOptions): Promise<number> {
  const { output } = cli;
  const { workers = coreCount() } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const release = onInterrupt(() => {
    output.note('stopping… press Ctrl-C again to stop at once');
    stopping.abort();
  });
  await using parts = new AsyncDisposableStack();
  parts.defer(release);
  const studioDir = options.studio && options.dev !== true ? await findStudio(cli) : null;
  const opened = parts.adopt(await open(cli, { keepUp: true }), async (each) => await each.close());
  const server = parts.adopt(
    await serve(cli, opened, { ...options, studioDir }),
    async (each) => await each.close(),
  );
  output.note(`Database: ${opened.database}`);
  const url = options.dev === true ? await hotStudio(server, parts) : server.url;
  if (workers > 0)
    parts.adopt(
      await startInProcessWorker({ engine: opened.engine, output, slots: workers }),
      async (worker: Worker) => await worker.stop(),
    );
  const setup = await server.setupLink();
  if (options.run && !signal.aborted) await runDemo(cli, { opened, server, signal });
  if (!signal.aborted) {
    greet(cli, { url, setup: setup?.replace(server.url, url) ?? null, workers });
    await once(signal, 'abort');
  }
  return 0;
}

function greet(
  { output }: Cli,
  { url, setup, workers }: { url: string; setup: string | null; workers: number },
): void {
  if (output.machine) output.json({ url, setup, workers });
  output.note(`Weft is running with ${workers} slots at ${url}`);
  if (setup !== null)
    output.note(`Nobody owns it yet. Open this link to make yourself the owner; it works once:\n  ${setup}`);
  output.note('Ctrl-C stops it.');
}

/** Installing built it, so that starting needs no bundler. */
async function findStudio({ output }: Cli): Promise<string> {
  const { builtStudio } = await import('@weft/studio/build');
  const built = await builtStudio();
  if (built === null)
    throw new CommandError('The studio is not built.', {
      help: 'Build it with `npm run build`, or start without it: weft start --no-studio',
    });
  if (built.outdated)
    output.note('The studio is older than its sources: `npm run build` brings it up to date.');
  return built.directory;
}

async function hotStudio(server: Server, parts: AsyncDisposableStack): Promise<string> {
  const { hotStudio: start } = await import('@weft/studio/build');
  const hot = parts.adopt(
    await start({ server: server.url, port: DEV_PORT }),
    async (each) => await each.close(),
  );
  return hot.url;
}

async function serve(
  { config, parts, output }: Cli,
  { engine, pool, url }: Opened,
  { port, host, studioDir, dev }: StartOptions & { studioDir: string | null },
): Promise<Server> {
  const { startServer } = await import('@weft/server');
  const { secret, signUp, publicUrl, oidc } = config.studio;
  return await startServer({
    engine,
    pool,
    url,
    specs: await parts.loadSpecs(),
    port,
    host,
    publicUrl,
    origins: dev === true ? [`http://localhost:${DEV_PORT}`] : [],
    dataDir: config.dataDir,
    templatesDir: parts.templatesDir,
    studioDir,
    secret,
    signUp,
    oidc,
    log: { level: config.log ?? (output.terminal === null ? 'info' : 'warn') },
  }).catch((error: unknown) => {
    throw portTrouble(error, port);
  });
}

/** A document to look at with a finished run in it: made once, and run again only when something in it changed. */
async function runDemo(
  cli: Cli,
  { opened, server, signal }: { opened: Opened; server: Server; signal: AbortSignal },
): Promise<void> {
  const { output, parts } = cli;
  if (!(await listTemplates(parts.templatesDir)).includes(FIRST_TEMPLATE)) {
    output.note(`There is no template "${FIRST_TEMPLATE}", so nothing was run.`);
    return;
  }
  const demo = await server.demo({
    workspaceId: DEFAULT_WORKSPACE,
    template: FIRST_TEMPLATE,
    actor: commandLineActor(),
  });
  if (demo === null) return;
  const { runId, steps } = demo;
  const { run } = await followRun({ engine: opened.engine, output, runId, steps, leaveOn: signal });
  if (signal.aborted) return;
  for (const line of runSummary(run, { columns: output.terminal?.columns })) output.print(line);
}

function portTrouble(error: unknown, port: number): unknown {
  const { code } = error as { code?: string };
  if (code === 'EADDRINUSE')
    return new CommandError(`Port ${port} is taken, perhaps by another Weft.`, {
      help: 'Stop that, or choose another port: weft start --port 7340',
    });
  if (code === 'EACCES')
    return new CommandError(`Port ${port} may not be opened by this user.`, {
      help: 'Choose one above 1023.',
    });
  return error;
}
