import { once } from 'node:events';
import type { Engine, Worker } from '@weft/engine';
import type { Cli } from '../cli.ts';
import { listTemplates } from '../document/templates.ts';
import { CommandError } from '../errors.ts';
import { onInterrupt } from '../interrupt.ts';
import { coreCount } from '../machine.ts';
import { open, type Opened } from '../open.ts';
import { followRun } from '../run/follow.ts';
import { startInProcessWorker } from '../run/inProcessWorker.ts';
import { loadRunnable, prepareOn } from '../run/prepareDocument.ts';
import { runSummary } from '../view/summary.ts';

export interface StartOptions {
  readonly port: number;
  readonly run: boolean;
  readonly workers?: number;
}

export const FIRST_TEMPLATE = 'quick-start';

/** `weft start`: database, worker and HTTP server in one process, until Ctrl-C. */
export async function startCommand(
  cli: Cli,
  { port, run, workers = coreCount() }: StartOptions,
): Promise<number> {
  const { config, output } = cli;
  const stopping = new AbortController();
  const { signal } = stopping;
  const release = onInterrupt(() => {
    output.note('stopping… press Ctrl-C again to stop at once');
    stopping.abort();
  });
  const opened = await open(cli, { keepUp: true });
  let worker: Worker | null = null;
  let server: { url: string; close(): Promise<void> } | null = null;
  try {
    const { startServer } = await import('@weft/server');
    server = await startServer({
      engine: opened.engine,
      pool: opened.pool,
      port,
      log: { level: config.log ?? (output.terminal === null ? 'info' : 'warn') },
    }).catch((error: unknown) => {
      throw portTrouble(error, port);
    });
    output.note(`Database: ${opened.database}`);
    output.note(`Weft answers on ${server.url} (/healthz, /readyz)`);
    worker =
      workers === 0 ? null : await startInProcessWorker({ engine: opened.engine, output, slots: workers });
    if (run && !signal.aborted) await runFirst(cli, opened, signal);
    if (!signal.aborted) {
      output.note(`Weft is running with ${workers} slots. Ctrl-C stops it.`);
      await once(signal, 'abort');
    }
    return 0;
  } finally {
    await server?.close();
    await worker?.stop();
    await opened.close();
    release();
  }
}

/** Runs the quick start, or goes on with the run of it that the last `weft start` left unfinished. */
async function runFirst(cli: Cli, { engine }: Opened, signal: AbortSignal): Promise<void> {
  const { output, parts } = cli;
  if (!(await listTemplates(parts.templatesDir)).includes(FIRST_TEMPLATE)) {
    output.note(`There is no template "${FIRST_TEMPLATE}", so nothing was run.`);
    return;
  }
  const loaded = await loadRunnable(cli, FIRST_TEMPLATE, {});
  const prepared = prepareOn(engine, loaded, {});
  const runId =
    (await unfinished(engine, loaded.ref)) ??
    (await engine.start(loaded.document, prepared, { ref: loaded.ref })).runId;
  const { run } = await followRun({ engine, output, runId, steps: prepared.plan.steps, leaveOn: signal });
  if (signal.aborted) return;
  for (const line of runSummary(run, { columns: output.terminal?.columns })) output.print(line);
}

async function unfinished(engine: Engine, ref: string): Promise<string | null> {
  const [last] = await engine.list({ ref, limit: 1 });
  return last?.status === 'running' ? last.runId : null;
}

function portTrouble(error: unknown, port: number): unknown {
  const { code } = error as { code?: string };
  if (code === 'EADDRINUSE')
    return new CommandError(`Port ${port} is taken, perhaps by another Weft.`, {
      help: 'Stop that, or choose another port: weft start --port 7332',
    });
  if (code === 'EACCES')
    return new CommandError(`Port ${port} may not be opened by this user.`, {
      help: 'Choose one above 1023.',
    });
  return error;
}
