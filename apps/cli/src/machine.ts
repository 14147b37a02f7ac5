import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { availableParallelism, hostname, totalmem } from 'node:os';
import { promisify } from 'node:util';
import { VERSION } from './root.ts';

/** What a worker tells the others about where it runs. */
export interface MachineFacts {
  readonly host: string;
  readonly platform: string;
  readonly cores: number;
  readonly memoryMb: number;
  readonly gpus: readonly string[];
  readonly node: string;
  readonly weft: string;
}

export const coreCount = (): number => availableParallelism();

export async function machineFacts(): Promise<MachineFacts> {
  return {
    host: hostname(),
    platform: `${process.platform}-${process.arch}`,
    cores: coreCount(),
    memoryMb: Math.round(totalmem() / 2 ** 20),
    gpus: await findGpus(),
    node: process.versions.node,
    weft: VERSION,
  };
}

/** Names and memory of NVIDIA GPUs. On Linux a missing driver is known without starting anything. */
export async function findGpus(): Promise<string[]> {
  if (process.platform === 'darwin') return [];
  if (process.platform === 'linux' && !(await exists('/proc/driver/nvidia/version'))) return [];
  try {
    const { stdout } = await promisify(execFile)(
      'nvidia-smi',
      ['--query-gpu=name,memory.total', '--format=csv,noheader'],
      { timeout: 5000 },
    );
    return stdout
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  } catch {
    return [];
  }
}

const exists = async (path: string): Promise<boolean> =>
  await access(path).then(
    () => true,
    () => false,
  );
