import type { Diagnostic } from '@weft/engine/graph';

/** What the shell learns. 128 + n: ended by signal n, with everything saved. */
export const EXIT = {
  succeeded: 0,
  failed: 1,
  /** An invalid document, a bad argument or a bad setting: nothing was started. */
  usage: 2,
  /** The run waits for somebody's answer. */
  asking: 3,
  interrupted: 130,
} as const;

/** Something a person can act on: told in a sentence or two, without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly help: string | undefined;
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];

  constructor(
    message: string,
    options: {
      help?: string;
      exitCode?: number;
      diagnostics?: readonly Diagnostic[];
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.help = options.help;
    this.exitCode = options.exitCode ?? EXIT.failed;
    this.diagnostics = options.diagnostics ?? [];
  }
}

/** A bad argument, setting or document. */
export const usageError = (message: string, help?: string): CommandError =>
  new CommandError(message, { help, exitCode: EXIT.usage });

/** A document that cannot run, with everything that is wrong with it. */
export const invalidDocument = (shown: string, diagnostics: readonly Diagnostic[]): CommandError =>
  new CommandError(
    `${shown} cannot run: ${diagnostics.length === 1 ? 'there is a mistake' : `there are ${diagnostics.length} mistakes`} in it.`,
    { exitCode: EXIT.usage, diagnostics },
  );
