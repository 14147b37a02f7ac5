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
      storeUrl: `fs:${join(ROOT, '.weft', 'artifacts')}`,
      former: {
        uploads: join(ROOT, '.weft', 'uploads'),
        checkpoints: join(ROOT, '.weft', 'checkpoints'),
      },
      modelsDir: undefined,
      log: undefined,
      studio: {
        secret: undefined,
        signUp: 'invited',
        publicUrl: undefined,
        oidc: undefined,
      },
    });
  });

  it('takes the store that is set, which holds checkpoints and uploads too', async () => {
    const config = await readConfig({
      DATABASE_URL: ' postgresql://weft@db/weft ',
      WEFT_DATA_DIR: 'data',
      WEFT_ARTIFACTS: 'fs:/srv/weft',
      WEFT_MODELS: tmpdir(),
      WEFT_LOG: 'warn',
    });
    expect(config).toMatchObject({
      databaseUrl: 'postgresql://weft@db/weft',
      dataDir: resolve('data'),
      storeUrl: `fs:${resolve('/srv/weft')}`,
      former: { uploads: resolve('data/uploads'), checkpoints: resolve('/srv/weft/checkpoints') },
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
    [{ WEFT_SECRET: 'short' }, 'WEFT_SECRET must have at least 32 characters.'],
    [{ WEFT_SIGN_UP: 'all' }, 'WEFT_SIGN_UP must be "open" or "invited".'],
    [{ WEFT_PUBLIC_URL: 'weft' }, 'WEFT_PUBLIC_URL must be an address such as https://weft.example.org.'],
    [
      { WEFT_OIDC_ISSUER: 'https://id.example.org' },
      'WEFT_OIDC_CLIENT_ID and WEFT_OIDC_CLIENT_SECRET are needed too for OpenID Connect.',
    ],
    [{ DATABASE_URL: '' }, 'DATABASE_URL is empty'],
    [{ DATABASE_URL: 'mysql://root:secret@db/x' }, 'Weft needs PostgreSQL'],
  ])('refuses %o with a sentence', async (env, says) => {
    expect(await refusalOf(env as Record<string, string>)).toContain(says);
  });

  it('reads what the studio needs', async () => {
    const { studio } = await readConfig({
      WEFT_SIGN_UP: 'open',
      WEFT_PUBLIC_URL: 'https://weft.example.org/',
      WEFT_OIDC_NAME: 'Example',
      WEFT_OIDC_ISSUER: 'https://id.example.org',
      WEFT_OIDC_CLIENT_ID: 'weft',
      WEFT_OIDC_CLIENT_SECRET: 'secret',
    });
    expect(studio).toMatchObject({
      signUp: 'open',
      publicUrl: 'https://weft.example.org',
      oidc: {
        name: 'Example',
        issuer: 'https://id.example.org',
        clientId: 'weft',
        clientSecret: 'secret',
      },
    });
  });

  it('names everything that is wrong at once, and no password', async () => {
    const said = await refusalOf({ WEFT_SLOTS: '2', WEFT_LOG: '3', DATABASE_URL: 'postgres://a:secret@h' });
    expect(said.split('\n')).toHaveLength(3);
    expect(said).not.toContain('secret');
  });
});
