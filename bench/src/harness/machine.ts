import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';

/** What figures depend on, written beside them. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  readonly commit: string;
  readonly peers: Readonly<Record<string, string>>;
}

export async function describeMachine(): Promise<Machine> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    commit: await currentCommit(),
    peers: peerVersions(),
  };
}

/** One-minute load average. */
export const load = (): number => Number(loadavg()[0]!.toFixed(2));

async function currentCommit(): Promise<string> {
  const run = promisify(execFile);
  const cwd = import.meta.dirname;
  try {
    const { stdout: commit } = await run('git', ['rev-parse', '--short', 'HEAD'], { cwd });
    const { stdout: changes } = await run('git', ['status', '--porcelain', '--untracked-files=no'], { cwd });
    return commit.trim() + (changes === '' ? '' : ' with changes');
  } catch {
    return 'unknown';
  }
}

/** The versions that package.json pins. */
function peerVersions(): Record<string, string> {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { devDependencies: Record<string, string> })
    .devDependencies;
}
