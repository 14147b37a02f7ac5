import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('./serverMain.ts', import.meta.url));

export interface ChildServer {
  readonly pid: number;
  readonly port: number;
  /** For a y-websocket client. */
  readonly url: string;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts rooms in a process of their own, by default on any free port. It ends with this process. */
export async function startChildServer({
  url,
  port = 0,
}: {
  url: string;
  port?: number;
}): Promise<ChildServer> {
  return await startChild(MAIN, { url, port });
}

/** A module that takes its settings as JSON, listens, and then sends `{ port }`. */
export async function startChild(main: string, settings: object): Promise<ChildServer> {
  const child = fork(main, [JSON.stringify(settings)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const bound = await portOf(child);
  return {
    pid: child.pid!,
    port: bound,
    url: `ws://127.0.0.1:${bound}/api/sync`,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
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
