import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CompactionPoint } from '../log.ts';

const MAIN = fileURLToPath(new URL('./serverMain.ts', import.meta.url));

export interface ChildServer {
  readonly pid: number;
  readonly port: number;
  /** For a y-websocket client. */
  readonly url: string;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts rooms in a process of their own, by default on any free port. It ends with this process. */
export async function startChildServer({
  port = 0,
  ...settings
}: {
  readonly url: string;
  readonly port?: number;
  readonly compactRows?: number;
  /** Where in a merge of the log it kills itself. */
  readonly killAt?: CompactionPoint;
}): Promise<ChildServer> {
  return await startChild(MAIN, { ...settings, port });
}

/** A module that takes its settings as JSON, listens, and then sends `{ port }`. */
export async function startChild(main: string, settings: object): Promise<ChildServer> {
  const child = fork(main, [JSON.stringify(settings)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const bound = await portOf(child);
  return {
    pid: child.pid!,
    port: bound,
    url: `ws://127.0.0.1:${bound}/api/sync`,
    ended,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function portOf(child: ChildProcess): Promise<number> {
  const [first] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the server ended early with code ${String(code)}`);
    }),
  ])) as [{ port: number }];
  return first.port;
}
