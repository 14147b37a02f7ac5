import { NodeError } from '@weft/engine/node';
import { limitedWorker } from '../../isolate/limitedWorker.ts';
import { attemptEnded, JobFailed, WorkerStopped } from '../../isolate/stopped.ts';
import { HostExhausted, type SandboxBatch, type SandboxReply } from './sandbox.ts';
import type { SandboxAnswer, SandboxJob } from './sandboxThread.ts';
import type { SyntaxProblem } from './userSource.ts';

const CHECK_CPU_MS = 10_000;

export interface SandboxLimits {
  readonly memoryMb: number;
  /** Processor time for one batch: for what runs long without taking steps, built-ins above all. */
  readonly batchCpuMs: number;
}

/** A sandbox in a thread that can be stopped: the outer of the two walls around a person's code. */
export function sandboxClient({ memoryMb, batchCpuMs }: SandboxLimits) {
  const worker = limitedWorker<SandboxJob, SandboxAnswer>({
    script: new URL('./sandboxThread.ts', import.meta.url),
    // 16 MB of host stack hold 256 kB of guest stack; less overflowed on deeply nested input.
    resourceLimits: { stackSizeMb: 16, maxOldGenerationSizeMb: 256 + 2 * memoryMb },
    growthMb: 512 + 2 * memoryMb,
  });

  return {
    /** JavaScript for TypeScript, or where it cannot be read. Nothing of the code runs. */
    async check(code: string): Promise<{ readonly code: string } | { readonly problem: SyntaxProblem }> {
      try {
        return (await worker.run({ check: code }, { cpuMs: CHECK_CPU_MS })) as
          { code: string } | { problem: SyntaxProblem };
      } catch (error) {
        throw ended(error, 'reading the code', { cpu: 'shorten it', memory: 'shorten it' });
      }
    },

    /**
     * @throws NodeError (input, transient or bug) when the thread had to be stopped, which ends the attempt. Such a
     * limit never costs a row: where it strikes depends on the machine and the moment.
     */
    async run(
      batch: Omit<SandboxBatch, 'memoryMb' | 'progress' | 'crashed'>,
      signal?: AbortSignal,
    ): Promise<SandboxReply> {
      const progress = new Int32Array(new SharedArrayBuffer(4)).fill(-1);
      try {
        const job = { run: { ...batch, memoryMb, progress } };
        return (await worker.run(job, { cpuMs: batchCpuMs, signal })) as SandboxReply;
      } catch (error) {
        const row = progress[0]!;
        const where = row < 0 ? 'before the first row' : `at row ${batch.at + row}`;
        throw ended(error, `${where}, the code`, {
          cpu: 'make the code do less per row, or raise cpu_seconds',
          memory: 'make it return less per row, and nest less',
        });
      }
    },
    close: () => worker.close(),
  };
}

export type SandboxClient = ReturnType<typeof sandboxClient>;

function ended(error: unknown, what: string, help: { cpu: string; memory: string }): unknown {
  if (error instanceof WorkerStopped) return attemptEnded(error, what, help);
  if (error instanceof JobFailed && error.thrown === HostExhausted.name)
    return new NodeError(
      'transient',
      'limit.host',
      `${what} found no room on this machine: ${error.message}`,
    );
  if (error instanceof JobFailed && error.thrown === RangeError.name)
    return new NodeError('input', 'limit.memory', `${what} needs too much stack; ${help.memory}`, {
      cause: error,
    });
  return error;
}
