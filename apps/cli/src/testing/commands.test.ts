import type { RunView } from '@weft/engine';
import { createPool } from '@weft/db';
import { readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashesOf, installation, startProcess, type Installation } from './command.ts';

let home: Installation;
let run: RunView;
beforeAll(async () => {
  home = await installation();
  run = await home.json(['run', 'quick-start']);
});
afterAll(async () => await home[Symbol.asyncDispose]());

const hashOf = (node: string): string => hashesOf(run)[node]![0]!;

describe('weft artifact', () => {
  it('shows the first rows of a table, by the beginning of its hash', async () => {
    const { code, stdout } = await home.weft(['artifact', 'head', hashOf('read').slice(0, 8), '-n', '3']);
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'n  text',
      '0  Over, under, over, under,',
      '1  thread by thread the cloth comes true;',
      '2  经线不动，纬线往来，',
    ]);
    expect(stdout).toContain('3 of 5 rows');
  });

  it('writes tables and files, once', async () => {
    const csv = join(home.dataDir, 'out', 'lines.csv');
    const get = ['artifact', 'get', hashOf('read'), '--format', 'csv', '-o', csv];
    expect(await home.weft(get)).toMatchObject({ code: 0 });
    expect((await readFile(csv, 'utf8')).split('\n')[1]).toBe('0,"Over, under, over, under,"');
    expect(await home.weft(get)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('exists already'),
    });
    const folder = join(home.dataDir, 'out', 'model');
    expect(await home.weft(['artifact', 'get', hashOf('train'), '-o', folder])).toMatchObject({ code: 0 });
    expect(await readFile(join(folder, 'notes', 'about.txt'), 'utf8')).toBe('made for a test\n');
  });

  it("says the same of another workspace's artifact as of one that never was", async () => {
    const pool = createPool({ url: home.database.url, max: 1 });
    const foreign = 'f00d'.repeat(16);
    const [one, two] = [`beef${'0'.repeat(60)}`, `beef${'1'.repeat(60)}`];
    const other = '00000000-0000-7000-8000-000000000002';
    await pool.query(`insert into workspaces (id, name, slug) values ($1, 'Other', 'other')`, [other]);
    await pool.query(
      `insert into artifacts (workspace_id, hash, kind, bytes) values ($1, $2, 'blob', 1), ($3, $4, 'blob', 1), ($3, $5, 'blob', 1)`,
      [other, foreign, '00000000-0000-7000-8000-000000000001', one, two],
    );
    await pool.end();
    const random = 'abad1dea'.repeat(8);
    const [theirs, nobodys] = await Promise.all(
      [foreign, random].map(async (hash) => await home.weft(['artifact', 'head', hash])),
    );
    expect(theirs!.code).toBe(1);
    expect(theirs!.stderr.replace(foreign, random)).toBe(nobodys!.stderr);
    const ambiguous = await home.weft(['artifact', 'head', 'beef']);
    expect(ambiguous).toMatchObject({ code: 2, stderr: expect.stringContaining('More than one artifact') });
  });
});

describe('runs', () => {
  it('are found by the beginning of their id or as the last one', async () => {
    const [listed] = await home.json<RunView[]>(['runs']);
    expect(listed!.runId).toBe(run.runId);
    for (const name of [run.runId, run.runId.slice(0, 6), 'last'])
      expect((await home.json(['status', name])).runId).toBe(run.runId);
    const gone = await home.weft(['status', '00000000-1111']);
    expect(gone).toMatchObject({
      code: 1,
      stderr: 'There is no run 00000000-1111.\n`weft runs` lists them.\n',
    });
    expect(await home.weft(['status', 'lst'])).toMatchObject({ code: 2 });
  });

  it('refuse what makes no sense in their state, with the way out', async () => {
    const { code, stderr } = await home.weft(['resume', 'last']);
    expect(code).toBe(1);
    expect(stderr).toContain('is succeeded and cannot be resumed');
  });

  it('can be paused from elsewhere, cancelled, and retried', async () => {
    const gate = join(home.dataDir, 'paused');
    const settings = ['--set', 'train.steps=50', '--set', `train.until=${gate}`];
    const started = home.start(['run', 'quick-start', ...settings]);
    await started.said(/train: started/);
    await home.weft(['pause', 'last']);
    expect((await started.ended).code).toBe(130);
    expect(await home.json(['cancel', 'last'])).toMatchObject({ status: 'cancelled' });
    await writeFile(gate, '');
    const retried = await home.json(['retry', 'last']);
    expect(retried.status).toBe('succeeded');
    // Who did what: each by the person who types.
    const actor = { kind: 'commandLine', id: userInfo().username, requestId: null };
    expect(retried.startedBy).toEqual(actor);
    expect(retried.moves.map(({ type, actor: by }) => [type, by])).toEqual([
      ['run:started', actor],
      ['run:paused', actor],
      ['run:cancelled', actor],
      ['run:retried', actor],
    ]);
    expect((await home.weft(['status', 'last'])).stdout).toContain(
      `Cancelled by ${actor.id} (command line), `,
    );
  });

  it('tell their events as text and as JSON lines, in order', async () => {
    const { stdout } = await home.weft(['logs', run.runId, '--json']);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { seq: number; type: string });
    expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1));
    expect(events.at(-1)!.type).toBe('run:finished');
    const told = (await home.weft(['logs', run.runId, '-f'])).stdout;
    expect(told).toContain('measure: warn: this is only a test');
    expect(told).toMatch(/run started: .*, by \S+ \(command line\)\n/);
  });
});

describe('weft start', () => {
  it('shows a run of the quick start, answers health checks, stops at Ctrl-C, and starts no second run', async () => {
    const runs = async () => (await home.json<unknown[]>(['runs'])).length;
    const before = await runs();
    for (const time of ['first', 'again']) {
      const started = home.start(['start', '--no-studio', '--port', '0']);
      const [url] = await started.said(/http:\/\/127\.0\.0\.1:\d+/);
      await started.said(/Weft is running/);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      await expect
        .poll(async () => await (await fetch(`${url}/readyz`)).json())
        .toMatchObject({ ready: true, workers: 1 });
      started.child.kill('SIGINT');
      const { code, stdout } = await started.ended;
      expect({ time, code }).toEqual({ time, code: 0 });
      expect(stdout).toMatch(/^Run \w+ of Quick start: succeeded/m);
    }
    // The commands above have run it already.
    expect(await runs()).toBe(before);
  });
});

describe('weft doctor', () => {
  it('finds a working installation working', async () => {
    const { ok, findings } = await home.json<{ ok: boolean; findings: { name: string; level: string }[] }>([
      'doctor',
    ]);
    expect(ok).toBe(true);
    expect(findings.map((finding) => finding.name)).toEqual(
      expect.arrayContaining(['Weft', 'Node', 'database', 'store', 'cores', 'GPUs', 'onnxruntime-node']),
    );
  });

  it('ends with 1 when the database cannot be reached', async () => {
    const { code, stdout } = await home.weft(['doctor'], {
      env: { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing' },
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^fail +database +PostgreSQL cannot be reached at DATABASE_URL/m);
  });
});

describe('weft gc', () => {
  it('removes nothing young, whatever it is asked', async () => {
    const done = await home.json<Record<string, number>>(['gc', '--results-older-than', '0m']);
    expect(done).toMatchObject({ results: 0, artifacts: 0, files: 0 });
    expect((await home.json(['run', 'quick-start'])).steps.every((step) => step.status === 'cached')).toBe(
      true,
    );
  });

  it('frees what old runs have made, and keeps what was used since', async () => {
    const dropped = await home.json(['run', 'quick-start', '--set', 'mark.with.left=old']);
    const pool = createPool({ url: home.database.url, max: 1 });
    const day = `now() - interval '1 day'`;
    await pool.query(`update results set used_at = ${day}`);
    await pool.query(`update steps set finished_at = ${day}, since = ${day}`);
    await pool.query(`update artifacts set stored_at = ${day}`);
    const kept = await home.json(['run', 'quick-start']);

    const dry = await home.json<Record<string, number>>(['gc', '--results-older-than', '2h', '--dry-run']);
    const done = await home.json<Record<string, number>>(['gc', '--results-older-than', '2h']);
    expect(done).toMatchObject({ ...dry, dryRun: false, temporaryFiles: 0 });
    expect([done['files'], done['lost']]).toEqual([0, 0]);
    expect(done['asideFiles']).toBeGreaterThan(0);
    await pool.query(`update store_leftovers set seen_at = ${day}`);
    await pool.end();
    expect((await home.json<Record<string, number>>(['gc']))['files']).toBe(done['asideFiles']);
    const gone = dropped.steps.find((step) => step.nodeId === 'mark')!.outputs['lines']!.hash;
    expect(await home.weft(['artifact', 'head', gone])).toMatchObject({ code: 1 });
    for (const hash of Object.values(hashesOf(kept)).flat())
      expect(
        await home.weft(['artifact', 'get', hash, '-o', join(home.dataDir, 'kept', hash)]),
      ).toMatchObject({ code: 0 });
    const again = await home.json<{ steps: { will: string }[] }>(['explain', 'quick-start']);
    expect(again.steps.map((step) => step.will)).toEqual(['cached', 'cached', 'cached', 'cached']);
  });
});

describe('the command', () => {
  it('refuses settings it does not know, or cannot use', async () => {
    for (const [env, says] of [
      [{ WEFT_DATADIR: '/tmp' }, 'Did you mean WEFT_DATA_DIR?'],
      [{ WEFT_ARTIFACTS: 's3://bucket' }, 'WEFT_ARTIFACTS must be "fs:"'],
      [{ DATABASE_URL: 'mysql://x/y' }, 'Weft needs PostgreSQL'],
    ] as const) {
      const { code, stderr } = await home.weft(['templates'], { env });
      expect(code).toBe(2);
      expect(stderr).toContain(says);
    }
  });

  it('suggests what may have been meant', async () => {
    const command = await home.weft(['rum', 'quick-start']);
    expect(command).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean run') });
    const option = await home.weft(['run', 'quick-start', '--forse']);
    expect(option).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean --force?') });
    const template = await home.weft(['run', 'quik-start']);
    expect(template).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean "quick-start"?'),
    });
    expect(await home.weft(['run', '--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--set'),
    });
  });

  it('starts itself with the right Node when an older one runs it', async (context) => {
    const old = await olderNode();
    if (old === null) return context.skip('no Node older than 24 is at hand');
    const bin = join(import.meta.dirname, '../../bin/weft.mjs');
    const ended = await startProcess(old, [bin, 'nodes', '--json']).ended;
    expect(ended.code).toBe(0);
    expect((JSON.parse(ended.stdout) as unknown[]).length).toBeGreaterThan(0);
    expect(await startProcess(old, [bin, 'nothing']).ended).toMatchObject({ code: 2 });
    const stays = startProcess(old, [bin, 'start', '--no-run', '--no-studio', '--port', '0'], {
      env: { WEFT_DATA_DIR: home.dataDir },
    });
    await stays.said(/Weft is running/);
    stays.child.kill('SIGINT');
    expect(await stays.ended).toMatchObject({ code: 0 });
  });
});

/** The Node that npm itself runs on, or the system's. */
async function olderNode(): Promise<string | null> {
  for (const path of [process.env['npm_node_execpath'], '/usr/bin/node', '/usr/local/bin/node']) {
    const found = path === undefined ? null : await startProcess(path, ['--version']).ended.catch(() => null);
    if (found !== null && Number.parseInt(found.stdout.slice(1), 10) < 24) return path!;
  }
  return null;
}
