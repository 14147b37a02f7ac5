import { join, resolve } from 'node:path';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { ROOT } from './root.ts';

const refusalOf = async (env: Record<string, string>): Promise<string> =>
  await readConfig(env).then(
    () => 'accepted',
    (error: Error) => error.message,
  );

describe('readConfig', () => {
  it('keeps everything in .weft at the root of the repository when nothing is set', async () => {
    expect(await readConfig({ PATH: '/bin' })).toEqual({
      databaseUrl: undefined,
      dataDir: join(ROOT, '.weft'),
      artifactsDir: join(ROOT, '.weft', 'artifacts'),
      checkpointsDir: join(ROOT, '.weft', 'checkpoints'),
      modelsDir: undefined,
      log: undefined,
    });
  });

  it('puts checkpoints where the artifacts are when several machines may share them', async () => {
    const config = await readConfig({
      DATABASE_URL: ' postgresql://weft@db/weft ',
      WEFT_DATA_DIR: 'data',
      WEFT_ARTIFACTS: 'fs:/srv/weft',
      WEFT_MODELS: tmpdir(),
      WEFT_LOG: 'warn',
    });
    expect(config).toEqual({
      databaseUrl: 'postgresql://weft@db/weft',
      dataDir: resolve('data'),
      artifactsDir: resolve('/srv/weft'),
      checkpointsDir: resolve('/srv/weft/checkpoints'),
      modelsDir: resolve(tmpdir()),
      log: 'warn',
    });
  });

  it.each([
    [{ WEFT_DATADIR: 'x' }, 'WEFT_DATADIR is not a setting of Weft. Did you mean WEFT_DATA_DIR?'],
    [{ WEFT_DATA_DIR: '' }, 'WEFT_DATA_DIR is empty; give a folder, or unset it.'],
    [
      { WEFT_ARTIFACTS: 's3://bucket' },
      'WEFT_ARTIFACTS must be "fs:" and a folder, for example fs:/srv/weft/artifacts.',
    ],
    [{ WEFT_MODELS: '/no/such/folder' }, 'WEFT_MODELS is not a folder that exists.'],
    [{ WEFT_LOG: 'loud' }, 'WEFT_LOG must be one of debug, info, warn, error.'],
    [{ DATABASE_URL: '' }, 'DATABASE_URL is empty'],
    [{ DATABASE_URL: 'mysql://root:secret@db/x' }, 'Weft needs PostgreSQL'],
  ])('refuses %o with a sentence', async (env, says) => {
    expect(await refusalOf(env as Record<string, string>)).toContain(says);
  });

  it('names everything that is wrong at once, and no password', async () => {
    const said = await refusalOf({ WEFT_SLOTS: '2', WEFT_LOG: '3', DATABASE_URL: 'postgres://a:secret@h' });
    expect(said.split('\n')).toHaveLength(3);
    expect(said).not.toContain('secret');
  });
});
