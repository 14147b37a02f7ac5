import { readdir, statfs } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import { machineFacts } from '../machine.ts';
import { VERSION } from '../root.ts';
import { bytes, count } from '../view/format.ts';
import { fail, ok, warn, type Finding } from './check.ts';

const LITTLE_DISK = 2e9;
const NO_DISK = 2e8;
const LITTLE_MEMORY_MB = 2000;

export async function versions(): Promise<Finding[]> {
  return [ok('Weft', VERSION), ok('Node', `${process.version} (${process.execPath})`)];
}

export async function machine(): Promise<Finding[]> {
  const { cores, memoryMb, gpus, platform } = await machineFacts();
  const memory = `${count(memoryMb)} MiB of memory`;
  return [
    ok('cores', `${cores} on ${platform}: as many steps run at a time unless --workers says otherwise`),
    memoryMb < LITTLE_MEMORY_MB
      ? warn('memory', `${memory}: a step may take up to 1500 MiB; run few at a time (--workers 1)`)
      : ok('memory', memory),
    gpus.length > 0
      ? ok('GPUs', gpus.join('; '))
      : ok(
          'GPUs',
          'none found: everything runs on the CPU; steps that need a GPU wait for a worker that has one',
        ),
  ];
}

export async function disk({ dataDir, storeUrl }: Config): Promise<Finding[]> {
  const { parseStoreUrl } = await import('@weft/engine/store');
  const findings: Finding[] = [];
  for (const [name, folder] of [
    ['disk (data)', dataDir],
    ['disk (store)', parseStoreUrl(storeUrl).folder],
  ] as const) {
    const { bavail, bsize } = await statfs(nearestFolder(folder));
    const free = bavail * bsize;
    const detail = `${bytes(free)} free at ${folder}`;
    if (free < NO_DISK) findings.push(fail(name, `${detail}: make room, or \`weft gc\``));
    else
      findings.push(free < LITTLE_DISK ? warn(name, `${detail}: \`weft gc\` frees some`) : ok(name, detail));
  }
  return findings;
}

export async function models({ modelsDir }: Config): Promise<Finding> {
  if (modelsDir === undefined)
    return ok(
      'models',
      'WEFT_MODELS is not set: nodes that need a pretrained model cannot run; all others can',
    );
  const entries = await readdir(modelsDir);
  return entries.length === 0
    ? warn('models', `${modelsDir} is empty: nodes that need a pretrained model cannot run`)
    : ok('models', `${entries.length} entries in ${modelsDir}`);
}

/** The folder itself, or the nearest above it that exists. */
function nearestFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}
