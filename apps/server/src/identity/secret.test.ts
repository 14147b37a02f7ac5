import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installationSecret } from './secret.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-secret-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the secret of an installation', () => {
  it('is made once, for its owner’s eyes only, also when many start at the same time', async () => {
    const dataDir = join(folder, 'first', 'data');
    const made = await Promise.all(Array.from({ length: 20 }, () => installationSecret(dataDir)));
    expect(new Set(made).size).toBe(1);
    expect(made[0]).toMatch(/^[\w-]{64}$/);
    expect(await installationSecret(dataDir)).toBe(made[0]);
    expect(await readdir(dataDir)).toEqual(['secret']);
    expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600);
  });

  it('is never the same in two installations', async () => {
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    expect(await installationSecret(one)).not.toBe(await installationSecret(two));
  });

  it('is refused when it is too short, with a way out', async () => {
    await writeFile(join(folder, 'secret'), 'short\n');
    await expect(installationSecret(folder)).rejects.toThrow(/holds 5 characters.*Remove the file/);
  });
});
