import { CommanderError } from 'commander';
import { readConfig } from './config.ts';
import { CommandError, EXIT } from './errors.ts';
import { exitOnSignals } from './interrupt.ts';
import { endQuietlyOnClosedPipe, standardOutput } from './output.ts';
import { shippedParts, type Parts } from './parts.ts';
import { buildProgram } from './program.ts';
import { printableLines } from './view/format.ts';

/** Runs the command that the arguments name and ends the process with its exit status. */
export async function runCommand(argv: readonly string[], parts: Parts = shippedParts): Promise<never> {
  endQuietlyOnClosedPipe();
  exitOnSignals();
  // Known before the arguments are parsed, since a mistake in them must be told in the right form too.
  const machine = argv.includes('--json');
  const output = standardOutput({ machine });
  process.exitCode = EXIT.succeeded;
  const program = buildProgram(async (action) => {
    const config = await readConfig(process.env);
    process.exitCode = await action({ config, parts, output });
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    process.exitCode = tell(error, machine);
  }
  return await leave();
}

/**
 * Ends the process once everything is written. Waiting for the event loop to run dry would leave it to libraries how
 * long a finished command stays: Prisma's schema engine keeps a timer of ten seconds after it has applied migrations.
 */
async function leave(): Promise<never> {
  const written = [process.stdout, process.stderr].map(
    async (stream) => await new Promise<void>((resolve) => void stream.write('', () => resolve())),
  );
  await Promise.all(written);
  return process.exit();
}

/** Says what went wrong, without a stack, and returns the exit code. */
function tell(error: unknown, machine: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.succeeded : EXIT.usage;
  const known = error instanceof CommandError ? error : null;
  const message = error instanceof Error ? error.message : String(error);
  const lines = [message];
  for (const { message: what, help } of known?.diagnostics ?? []) lines.push(`  ${what}`, `    ${help}`);
  if (known?.help !== undefined) lines.push(known.help);
  if (process.env['WEFT_LOG'] === 'debug' && error instanceof Error) lines.push(error.stack ?? '');
  process.stderr.write(`${printableLines(lines.join('\n'))}\n`);
  if (machine)
    process.stdout.write(
      `${JSON.stringify({ status: 'refused', error: { message, help: known?.help ?? null }, diagnostics: known?.diagnostics ?? [] })}\n`,
    );
  return known?.exitCode ?? EXIT.failed;
}
