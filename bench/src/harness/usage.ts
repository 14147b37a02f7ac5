import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/**
 * What processes have used, read from /proc; zero where there is none (then a subject tells of itself).
 *
 * Peak memory is VmHWM and not `getrusage`'s maximum: that one survives exec, so a child that its parent forked
 * starts with the parent's peak.
 */
export interface Usage {
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

const NOTHING: Usage = { cpuSeconds: 0, peakMb: 0 };
/** Linux reports times in 1/100 s to user space on every platform that Node runs on. */
const TICKS_PER_SECOND = 100;

interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly cpuSeconds: number;
}

/** Sums over the processes and all below them. Peaks are added up: an upper bound, as they need not coincide. */
export function usageOfTrees(roots: readonly number[]): Usage {
  const all = processes();
  const children = Map.groupBy(all, ({ parent }) => parent);
  const open = all.filter(({ pid }) => roots.includes(pid));
  const seen = new Set<ProcessStat>();
  for (let process = open.pop(); process !== undefined; process = open.pop()) {
    if (seen.has(process)) continue;
    seen.add(process);
    open.push(...(children.get(process.pid) ?? []));
  }
  return [...seen].reduce(
    (sum, { pid, cpuSeconds }) => ({
      cpuSeconds: sum.cpuSeconds + cpuSeconds,
      peakMb: sum.peakMb + peakMbOf(pid),
    }),
    NOTHING,
  );
}

/** CPU seconds that the whole machine has been busy. */
export function machineBusySeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000;
}

function processes(): ProcessStat[] {
  const pids = listOr(() => readdirSync('/proc')).filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    const stat = textOr(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
    // The name in parentheses may hold anything; fields are counted behind it. proc(5): ppid is field 4,
    // utime, stime, cutime and cstime are 14 to 17. The last two count children that have ended.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields.length < 15) return [];
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
    return [{ pid: Number(pid), parent: Number(fields[1]), cpuSeconds: ticks / TICKS_PER_SECOND }];
  });
}

function peakMbOf(pid: number): number {
  const status = textOr(() => readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}

// A process may end between being listed and being read.
function textOr(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
function listOr(read: () => string[]): string[] {
  try {
    return read();
  } catch {
    return [];
  }
}
