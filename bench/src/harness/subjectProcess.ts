import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Round } from './compare.ts';
import type { Given } from './benchmark.ts';
import type { FromSubject, ToSubject } from './protocol.ts';
import { machineBusySeconds, usageOfTrees } from './usage.ts';

const ENTRY = fileURLToPath(new URL('./subjectMain.ts', import.meta.url));
const KEPT_OUTPUT = 4000;

export interface SubjectProcess {
  /** Runs one round and measures what it used. `background` are pids whose work belongs to the benchmark too. */
  round(index: number, background: readonly number[]): Promise<Round>;
  /** Peak resident memory so far, of the process and everything below it. */
  peakMb(): number;
  close(): Promise<void>;
}

/** Starts a process for one subject and opens the subject in it. */
export async function openSubject(module: URL, given: Given): Promise<SubjectProcess> {
  const child = fork(ENTRY, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
  });
  let output = '';
  const keep = (piece: Buffer) => void (output = (output + piece.toString()).slice(-KEPT_OUTPUT));
  child.stdout!.on('data', keep);
  child.stderr!.on('data', keep);
  let selfPeakMb = 0;

  async function ask(request: ToSubject) {
    const ended = new AbortController();
    const reply = await Promise.race([
      once(child, 'message', { signal: ended.signal }) as Promise<[FromSubject]>,
      once(child, 'exit', { signal: ended.signal }) as Promise<[number | null, string | null]>,
      failToStart(child, request, ended.signal),
    ]).finally(() => ended.abort());
    const [first] = reply;
    if (typeof first !== 'object' || first === null)
      throw new Error(
        `its process ended early (${String(first ?? reply[1])}); it last printed: ${output.trim()}`,
      );
    if (!first.done) throw new Error(first.error);
    selfPeakMb = Math.max(selfPeakMb, first.peakMb);
    return first;
  }

  const peakMb = () => usageOfTrees([child.pid!]).peakMb || selfPeakMb;
  try {
    await ask({ do: 'open', module: module.href, given });
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    async round(index, background) {
      const before = takeStock(child.pid!, background);
      const { figures, wallMs, cpuMs } = await ask({ do: 'round', index });
      const after = takeStock(child.pid!, background);
      const own = after.own - before.own || cpuMs / 1000;
      const wall = wallMs / 1000;
      const foreign = after.machine - before.machine - (after.benchmark - before.benchmark);
      return {
        figures,
        cpuPerWall: own / wall,
        // Both clocks tick in 1/100 s: the difference means nothing over a few of them.
        others: Math.min(1, Math.max(0, foreign) / (wall * after.cores)),
      };
    },
    peakMb,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
      child.send({ do: 'close' } satisfies ToSubject, () => {});
      await exited;
      clearTimeout(patience);
    },
  };
}

/** Sends the request; rejects when it cannot be sent, and otherwise never settles. */
async function failToStart(child: ChildProcess, request: ToSubject, signal: AbortSignal): Promise<never> {
  return await new Promise((_, reject) => {
    child.send(request, (error) => {
      if (error !== null && !signal.aborted) reject(error);
    });
  });
}

function takeStock(pid: number, background: readonly number[]) {
  return {
    own: usageOfTrees([pid]).cpuSeconds,
    benchmark: usageOfTrees([process.pid, ...background]).cpuSeconds,
    machine: machineBusySeconds(),
    cores: navigator.hardwareConcurrency,
  };
}
