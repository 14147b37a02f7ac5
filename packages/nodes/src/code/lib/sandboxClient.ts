import { limitedWorker, WorkerStopped } from '../../isolate/limitedWorker.ts';
import { givenUp, MOST_CRASHES, type SandboxBatch, type SandboxReply } from './sandbox.ts';
import type { SandboxAnswer, SandboxJob } from './sandboxThread.ts';
import type { SyntaxProblem } from './userSource.ts';

const CHECK_MS = 10_000;

export interface SandboxLimits {
  readonly memoryMb: number;
  /** Time beyond the batch's own for what no interrupt reaches: starting the thread, built-ins that run long in one go. */
  readonly graceMs?: number;
}

/** A sandbox in a thread that can be stopped: the outer of the two walls around a person's code. */
export function sandboxClient({ memoryMb, graceMs = 5_000 }: SandboxLimits) {
  const worker = limitedWorker<SandboxJob, SandboxAnswer>({
    script: new URL('./sandboxThread.ts', import.meta.url),
    // 16 MB of host stack hold 256 kB of guest stack; less overflowed on deeply nested input.
    resourceLimits: { stackSizeMb: 16, maxOldGenerationSizeMb: 256 + 2 * memoryMb },
    growthMb: 512 + 2 * memoryMb,
  });

  return {
    /** JavaScript for TypeScript, or where it cannot be read. Nothing of the code runs. */
    async check(code: string): Promise<{ readonly code: string } | { readonly problem: SyntaxProblem }> {
      return (await worker.run({ check: code }, { timeMs: CHECK_MS })) as
        { code: string } | { problem: SyntaxProblem };
    },

    /** @throws WorkerStopped when `signal` aborts; nothing that the code does makes it throw */
    async run(
      batch: Omit<SandboxBatch, 'memoryMb' | 'progress' | 'crashed'>,
      signal?: AbortSignal,
    ): Promise<SandboxReply> {
      const crashed = new Map<number, string>();
      for (let attempts = 1; ; attempts++) {
        const progress = new Int32Array(new SharedArrayBuffer(4)).fill(-1);
        try {
          const job = { run: { ...batch, memoryMb, progress, crashed } };
          return (await worker.run(job, {
            timeMs: batch.batchMs + batch.rowMs + graceMs,
            signal,
          })) as SandboxReply;
        } catch (error) {
          if (!(error instanceof WorkerStopped) || error.why === 'aborted') throw error;
          const row = progress[0]!;
          if (row < 0) return { broken: `the code ${error.message}` };
          crashed.set(row, error.message);
          if (attempts > MOST_CRASHES) return givenUp(batch.count, crashed, error.message);
        }
      }
    },
    close: () => worker.close(),
  };
}

export type SandboxClient = ReturnType<typeof sandboxClient>;
