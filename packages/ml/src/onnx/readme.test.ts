import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('the worked example in the README runs and learns', async () => {
  const readme = await readFile(new URL('README.md', import.meta.url), 'utf8');
  const code = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module-typescript', '--eval', code],
    { cwd: import.meta.dirname },
  );
  const result = JSON.parse(stdout) as { loss: number; shape: number[]; model: number; checkpoint: number };
  expect(result.loss).toBeLessThan(0.1);
  expect(result.shape).toEqual([4, 2]);
  expect(Math.min(result.model, result.checkpoint)).toBeGreaterThan(300);
});
