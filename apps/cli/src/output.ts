import type { WriteStream } from 'node:tty';

/** Where a command speaks. Results go to stdout; what is said on the way goes there too, unless stdout is for a machine. */
export interface Output {
  /** One line of the result for people. */
  print(line?: string): void;
  /** The one object, or one object per line, for machines. */
  json(value: unknown): void;
  /** Something to know that is not the result. */
  note(line: string): void;
  /** The terminal that a live view may draw on; null when there is none. */
  readonly terminal: WriteStream | null;
  /** True when stdout is for a machine. */
  readonly machine: boolean;
}

export function standardOutput({ machine }: { machine: boolean }): Output {
  const { stdout, stderr } = process;
  const people = machine ? stderr : stdout;
  return {
    print: (line = '') => void stdout.write(`${line}\n`),
    json: (value) => void stdout.write(`${JSON.stringify(value, jsonValue)}\n`),
    note: (line) => void (machine ? stderr : stdout).write(`${line}\n`),
    terminal: people.isTTY && process.env['TERM'] !== 'dumb' ? people : null,
    machine,
  };
}

/** bigint: event numbers and byte counts, all far below 2^53. */
const jsonValue = (_: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Float32Array) return [...value];
  return value;
};

/** `weft logs last | head`: whoever reads has enough; that is no error. */
export function endQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'EIO') process.exit(0);
      throw error;
    });
}
