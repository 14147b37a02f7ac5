import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Plan } from '../compile/plan.ts';
import type { ExecutorRegistry, OutsideTools } from '../node/executor.ts';

/** Hashes of files seen by this process, by path, size, modification time and inode: unchanged files are read once. */
const seen = new Map<string, string>();

export function outsideTools(): OutsideTools {
  return {
    async hashFile(path) {
      const { size, mtimeNs, ino } = await stat(path, { bigint: true });
      const label = `${path}\0${size}\0${mtimeNs}\0${ino}`;
      const known = seen.get(label);
      if (known !== undefined) return known;
      const hasher = createHash('sha256');
      for await (const piece of createReadStream(path)) hasher.update(piece as Buffer);
      const hash = hasher.digest('hex');
      seen.set(label, hash);
      return hash;
    },
  };
}

/** Hash of what lies outside Weft for every step that reads it. Taken once, when a run is prepared. */
export async function outsideOf(plan: Plan, executors: ExecutorRegistry): Promise<Map<number, string>> {
  const tools = outsideTools();
  const hashes = new Map<number, string>();
  for (const [i, step] of plan.steps.entries()) {
    if (!step.outside) continue;
    const loader = executors[`${step.type}@${step.version}`];
    const outside = loader === undefined ? undefined : (await loader()).executor.outside;
    if (outside === undefined)
      throw new Error(`${step.type} says it reads from outside, but its executor does not say what`);
    hashes.set(i, await outside(step.params as never, tools));
  }
  return hashes;
}
