import { spawn } from 'node:child_process';

/** Runs a script in a process of its own that can be stopped and woken: what a busy machine or a closed lid does to it. */
export interface Disturbed {
  /** The first line it prints that begins with `start`, without that. */
  said(start: string): Promise<string>;
  stop(): void;
  wake(): void;
  kill(): void;
  /** All it printed. @throws Error with what it printed to stderr, when it fails */
  done: Promise<string>;
}

/** @param args of the node process: the script first */
export function disturbable(args: readonly string[]): Disturbed {
  // A group of its own, so that what it starts is stopped with it.
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let out = '';
  let wrong = '';
  const listeners = new Set<() => void>();
  child.stdout.on('data', (piece: Buffer) => {
    out += piece.toString('utf8');
    for (const listener of listeners) listener();
  });
  child.stderr.on('data', (piece: Buffer) => void (wrong += piece.toString('utf8')));
  const done = new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(wrong || out))));
  });
  const signal = (name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, name);
  };
  return {
    async said(start) {
      const { promise, resolve } = Promise.withResolvers<string>();
      const look = (): void => {
        const line = out.split('\n').find((text) => text.startsWith(start));
        if (line !== undefined) resolve(line.slice(start.length));
      };
      listeners.add(look);
      look();
      return await Promise.race([promise, done]).finally(() => listeners.delete(look));
    },
    stop: () => signal('SIGSTOP'),
    wake: () => signal('SIGCONT'),
    kill: () => signal('SIGKILL'),
    done,
  };
}

/** Stops the process for `stoppedMs` of every `periodMs` until it ends; its output. */
export async function pulsed(child: Disturbed, { stoppedMs = 200, periodMs = 400 } = {}): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.stop();
    timer = setTimeout(wake, stoppedMs);
  };
  const wake = (): void => {
    child.wake();
    timer = setTimeout(stop, periodMs - stoppedMs);
  };
  stop();
  try {
    return await child.done;
  } finally {
    clearTimeout(timer);
  }
}
