import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { tryLock, withMutex } from './mutex.ts';

const folder = mkdtempSync(join(tmpdir(), 'weft-mutex-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts a process that takes the lock and keeps it until killed. */
async function holder(path: string) {
  const script = `const { tryLock } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'mutex.ts')))});
    console.log(tryLock(${JSON.stringify(path)}) ? 'held' : 'refused'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: said.toString().trim() };
}

describe('withMutex', () => {
  it('lets one task in at a time', async () => {
    const path = join(folder, 'one');
    let inside = 0;
    let most = 0;
    const task = () =>
      withMutex(path, async () => {
        most = Math.max(most, ++inside);
        await new Promise(setImmediate);
        inside--;
      });
    await Promise.all([task(), task(), task()]);
    expect(most).toBe(1);
  });

  it('is released when its holder is killed', async () => {
    const path = join(folder, 'killed');
    const { child, said } = await holder(path);
    expect(said).toBe('held');
    expect(tryLock(path)).toBeUndefined();
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect(withMutex(path, () => Promise.resolve('mine'), 0)).resolves.toBe('mine');
  });

  it('is released when the task fails', async () => {
    const path = join(folder, 'failed');
    await expect(withMutex(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(withMutex(path, () => Promise.resolve('mine'), 0)).resolves.toBe('mine');
  });

  it('names the lock when it waited in vain', async () => {
    const path = join(folder, 'stuck');
    const release = tryLock(path);
    await expect(withMutex(path, () => Promise.resolve(), 30)).rejects.toThrow(path);
    release?.();
  });
});
