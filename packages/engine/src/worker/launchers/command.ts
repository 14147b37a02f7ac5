import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { encodeMessage, lineReader, PROTOCOL_VARIABLE, PROTOCOL_VERSION } from '../../protocol/index.ts';
import type { Launched, LaunchEvents, Launcher } from './launcher.ts';

export interface CommandOptions {
  readonly name: string;
  readonly command: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Only what libraries need to find themselves and the machine: no database address, no tokens, no keys. */
const ENVIRONMENT =
  /^(PATH|HOME|LANG|LC_.*|TZ|TMPDIR|TMP|TEMP|SYSTEMROOT|LD_LIBRARY_PATH|CUDA_.*|NVIDIA_.*|OMP_NUM_THREADS|WEFT_MODELS)$/i;
const KEPT_OUTPUT = 2000;
const SHOWN_OUTPUT = 500;

/**
 * Executors that are child processes, whatever they are written in. They speak on file descriptor 3; standard output and
 * error are free for whatever libraries print, and the end of them goes into the message when the process dies.
 */
export const commandLauncher = (options: CommandOptions): Launcher => ({
  name: options.name,
  launch: (events) => launch(options, events),
});

function launch({ command, args = [], env = {} }: CommandOptions, events: LaunchEvents): Launched {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => ENVIRONMENT.test(name)),
  );
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...inherited, ...env, [PROTOCOL_VARIABLE]: String(PROTOCOL_VERSION) },
  });
  const channel = child.stdio[3] as Socket;
  let output = '';
  let open = true;
  const keep = (piece: Buffer) => void (output = (output + piece.toString('utf8')).slice(-KEPT_OUTPUT));
  child.stdout!.on('data', keep);
  child.stderr!.on('data', keep);
  channel.on('error', () => {});
  const read = lineReader((raw) => events.message(raw));
  channel.on('data', (piece: Buffer) => {
    if (!open) return;
    try {
      read(piece);
    } catch (error) {
      open = false;
      events.broken((error as Error).message);
    }
  });
  const gone = (how: string) => {
    open = false;
    const printed = output.trim();
    events.gone(printed === '' ? how : `${how}; it last printed: ${printed.slice(-SHOWN_OUTPUT)}`);
  };
  child.on('error', (error) => gone(error.message));
  child.on('close', (code, signal) => gone(signal === null ? `exit code ${code}` : `signal ${signal}`));
  return {
    pid: child.pid,
    send: (message) => void channel.write(encodeMessage(message)),
    kill: () => void child.kill('SIGKILL'),
  };
}
