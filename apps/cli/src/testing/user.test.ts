import { createPool } from '@weft/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installation, type Installation } from './command.ts';

let home: Installation;
beforeAll(async () => {
  home = await installation();
});
afterAll(async () => await home[Symbol.asyncDispose]());

describe('weft user reset-link', () => {
  it('prints a link to where people reach Weft, and keeps only a hash of it', async () => {
    // The first command prepares the database.
    expect(await home.weft(['user', 'reset-link', 'ada@example.org'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Nobody has the e-mail ada@example.org'),
    });
    const pool = createPool({ url: home.database.url, max: 1 });
    await pool.query(
      `insert into users (id, name, email) values (gen_random_uuid(), 'Ada', 'ada@example.org')`,
    );
    const { code, stdout } = await home.weft([
      'user',
      'reset-link',
      'Ada@example.org',
      '--url',
      'https://weft.example.org/some/page',
    ]);
    expect(code).toBe(0);
    const [, token] = /^https:\/\/weft\.example\.org\/reset-password#([\w-]{43})$/m.exec(stdout)!;
    const { rows } = await pool.query('select * from verifications');
    await pool.end();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('refuses an address that is none', async () => {
    const { code, stderr } = await home.weft(['user', 'reset-link', 'ada@example.org', '--url', 'weft']);
    expect(code).toBe(2);
    expect(stderr).toContain('https://weft.example.org');
  });
});
