import type { RunView, StepExplanation } from '@weft/engine';
import { createPool } from '@weft/db';
import { createTestDatabase } from '@weft/db/testing';
import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashesOf, installation, statusesOf, type Installation } from './command.ts';

let home: Installation;
let folder: string;
beforeAll(async () => {
  home = await installation();
  folder = join(home.dataDir, 'work');
  await mkdir(folder);
});
afterAll(async () => await home[Symbol.asyncDispose]());

const document = (
  nodes: Record<string, { type: string; params?: object }>,
  wires: readonly (readonly [string, string])[] = [],
) => ({
  format: 'weft.document',
  formatVersion: 1,
  nodes,
  edges: Object.fromEntries(wires.map(([from, to], i) => [`e${i}`, { from, to }])),
});

const READ = { type: 'test.read', params: { file: 'lines.txt' } };

async function countRuns(): Promise<number> {
  const pool = createPool({ url: home.database.url, max: 1 });
  const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from runs');
  await pool.end();
  return rows[0]!.count;
}

async function write(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('weft run', () => {
  it('prints one object on stdout, then serves every step from cache', async () => {
    const first = await home.weft(['run', 'quick-start', '--json']);
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout.trimEnd().split('\n')).toHaveLength(1);
    const run = JSON.parse(first.stdout) as RunView;
    expect(run.status).toBe('succeeded');
    expect(run.runId).toMatch(/^[0-9a-f-]{36}$/);
    expect(statusesOf(run)).toEqual({
      read: 'succeeded',
      mark: 'succeeded',
      train: 'succeeded',
      measure: 'succeeded',
    });
    const read = run.steps.find((step) => step.nodeId === 'read')!;
    expect(read).toMatchObject({ type: 'test.read', attempts: 1, error: null, metrics: { lines: 5 } });
    expect(read.outputs['lines']).toMatchObject({ kind: 'table', rows: 5, bytes: expect.any(Number) });
    expect(run.steps.at(-1)!.metrics).toEqual({ accuracy: 5 / 6, 'recall@1': 1 });

    const second = await home.json(['run', 'quick-start']);
    expect(new Set(Object.values(statusesOf(second)))).toEqual(new Set(['cached']));
    expect(hashesOf(second)).toEqual(hashesOf(run));
  });

  it('tells each step in plain lines and ends with a table when nobody watches', async () => {
    const { code, stdout } = await home.weft(['run', 'quick-start', '--from', 'train']);
    expect(code).toBe(0);
    expect(stdout).toContain('train: started');
    expect(stdout).toMatch(/^train +succeeded .* loss 0\.3333$/m);
    expect(stdout).toMatch(/^read +cached /m);
    expect(stdout).toMatch(/1 warning in measure; `weft logs [0-9a-f]{8}` shows them/);
    expect(stdout).not.toContain('\u001b');
  });

  it('takes JSON or text for --set, as the param accepts, also inside a param', async () => {
    const settings = ['train.rate=0.5', 'train.steps=2', 'mark.with.left=12', 'mark.mode=upper'];
    const run = await home.json(['run', 'quick-start', ...settings.flatMap((text) => ['--set', text])]);
    const head = await home.json<{ head: { text: string }[] }>([
      'artifact',
      'head',
      run.steps.find((step) => step.nodeId === 'mark')!.outputs['lines']!.hash.slice(0, 10),
    ]);
    expect(head.head[0]!.text).toBe('12OVER, UNDER, OVER, UNDER,>');
    const explained = await home.json<{ steps: StepExplanation[] }>([
      'explain',
      'quick-start',
      ...settings.slice(1).flatMap((text) => ['--set', text]),
    ]);
    const train = explained.steps.find((step) => step.nodeId === 'train')!;
    expect(train.changes).toEqual([{ what: 'param', name: 'rate', before: 0.5, after: 'auto' }]);
  });

  it('runs one node and what it needs with --only', async () => {
    const run = await home.json(['run', 'quick-start', '--only', 'mark', '--force']);
    expect(statusesOf(run)).toEqual({ read: 'succeeded', mark: 'succeeded' });
  });

  it('ends with 1 when a step fails, and says what and what to do', async () => {
    await write('lines.txt', 'a\nb\n');
    const path = await write(
      'fails.json',
      document({ read: READ, fail: { type: 'test.fail' }, mark: { type: 'test.mark' } }, [
        ['read.lines', 'fail.lines'],
        ['fail.lines', 'mark.lines'],
      ]),
    );
    const { code, stdout } = await home.weft(['run', path]);
    expect(code).toBe(1);
    expect(stdout).toContain('line 3 cannot be read; correct it');
    expect(stdout).toContain('yours to correct');
    expect(stdout).toMatch(/`weft retry [0-9a-f]{8}` tries the failed steps again/);
    expect(stdout).not.toContain('    at ');
    const run = await home.json(['status', 'last']);
    expect(statusesOf(run)).toEqual({ read: 'succeeded', fail: 'failed', mark: 'skipped' });
    expect(run.steps.find((step) => step.nodeId === 'fail')!.error).toEqual({
      kind: 'input',
      code: 'test.refused',
      message: 'line 3 cannot be read; correct it',
    });
    expect((await home.json(['retry', 'last'], 1)).status).toBe('failed');
  });

  it('ends with 3 when a step asks, and goes on when it is answered', async () => {
    await write('lines.txt', 'a\nb\n');
    const path = await write(
      'asks.json',
      document({ read: READ, ask: { type: 'test.ask' } }, [['read.lines', 'ask.lines']]),
    );
    const asked = await home.json(['run', path], 3);
    expect(asked.status).toBe('waiting');
    expect(asked.steps.find((step) => step.nodeId === 'ask')).toMatchObject({
      question: { question: 'go on?' },
    });
    const wrong = await home.weft(['answer', 'last', 'asks', 'true']);
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('Did you mean "ask"?') });
    expect(await home.weft(['answer', 'last', 'ask', 'yes'])).toMatchObject({ code: 2 });
    expect((await home.json(['answer', asked.runId.slice(0, 8), 'ask', 'true'])).status).toBe('succeeded');
  });

  it('pauses at Ctrl-C, and a resumed run gives the bytes of an undisturbed one', async () => {
    const gate = join(folder, 'resumed');
    const settings = ['--set', 'train.steps=16', '--set', `train.until=${gate}`];
    const run = home.start(['run', 'quick-start', ...settings]);
    await run.said(/train: started/);
    await run.said(/run started/);
    run.child.kill('SIGINT');
    // npm passes the same Ctrl-C on once more.
    run.child.kill('SIGINT');
    const interrupted = await run.ended;
    expect(interrupted.code).toBe(130);
    expect(interrupted.stdout).toContain('press Ctrl-C again');
    const [, id] = /`weft resume ([0-9a-f]{8})`/.exec(interrupted.stdout)!;
    expect(statusesOf(await home.json(['status', id!]))).toMatchObject({
      train: 'paused',
      measure: 'waiting',
    });

    await writeFile(gate, '');
    const resumed = await home.json(['resume', id!]);
    expect(resumed.status).toBe('succeeded');
    expect(resumed.steps.find((step) => step.nodeId === 'train')!.attempts).toBe(2);

    await using other = await createTestDatabase();
    const undisturbed = await home.weft(['run', 'quick-start', '--set', 'train.steps=16', '--json'], {
      env: { DATABASE_URL: other.url, WEFT_ARTIFACTS: `fs:${join(folder, 'other')}` },
    });
    expect(hashesOf(JSON.parse(undisturbed.stdout) as RunView)).toEqual(hashesOf(resumed));
  });

  it('leaves the work to other workers with --workers 0, and to those with its label', async () => {
    const worker = home.start(['worker', '--slots', '1', '--labels', 'far']);
    await worker.said(/Worker .* with 1 slots for far/);
    const run = await home.json(['run', 'quick-start', '--label', 'far', '--set', 'train.steps=4']);
    expect(run.status).toBe('succeeded');
    const plain = await home.json(['run', 'quick-start', '--workers', '0', '--set', 'train.steps=5']);
    expect(plain.status).toBe('succeeded');
    worker.child.kill('SIGTERM');
    expect((await worker.ended).code).toBe(0);
  });

  it('goes on by itself when PostgreSQL is killed', async () => {
    const gate = join(folder, 'killed');
    const run = home.start(['run', 'quick-start', '--set', 'train.steps=30', '--set', `train.until=${gate}`]);
    await run.said(/train: started/);
    const pid = readFileSync(join(home.database.root, 'data', 'postmaster.pid'), 'utf8').split('\n')[0];
    process.kill(Number(pid), 'SIGKILL');
    await writeFile(gate, '');
    const { code, stdout } = await run.ended;
    expect(stdout).toContain('it runs again');
    expect(stdout).toMatch(/^train +succeeded/m);
    expect(code).toBe(0);
  });
});

describe('weft explain', () => {
  it('names what changed, before and after', async () => {
    await home.json(['run', 'quick-start']);
    const { stdout } = await home.weft(['explain', 'quick-start', '--set', 'train.steps=7']);
    expect(stdout).toMatch(/^train +test\.train +run +param steps: 3 → 7$/m);
    expect(stdout).toMatch(/^read +test\.read +cached/m);
    expect(stdout).toMatch(/^measure +test\.measure +follows +runs after train/m);
    expect(stdout).toContain('1 to run, 1 after them, 2 cached.');
  });

  it('names files that changed, and finds a document by its path from anywhere', async () => {
    await write('lines.txt', 'one\n');
    const path = await write('files.json', document({ read: READ }));
    expect((await home.json(['run', path])).status).toBe('succeeded');
    await write('lines.txt', 'one\ntwo\n');
    const { stdout } = await home.weft(['explain', 'work/files.json'], { cwd: home.dataDir });
    expect(stdout).toMatch(/read +test\.read +run +files: [0-9a-f]{8} → [0-9a-f]{8}/);
    // The place of a file is no part of its content.
    await mkdir(join(folder, 'moved'));
    await writeFile(join(folder, 'moved', 'lines.txt'), 'one\n');
    const moved = await write('moved/files.json', document({ read: READ }));
    expect(statusesOf(await home.json(['run', moved]))).toEqual({ read: 'cached' });
    await rm(join(folder, 'moved'), { recursive: true });
  });
});

describe('a document that cannot run', () => {
  const mark = { type: 'test.mark' };
  const cases = {
    'graph.cycle': document({ a: mark, b: mark }, [
      ['a.lines', 'b.lines'],
      ['b.lines', 'a.lines'],
    ]),
    'edge.dangling': document({ read: READ, a: mark }, [
      ['read.lines', 'a.lines'],
      ['gone.lines', 'a.lines'],
    ]),
    'edge.wrong_type': document({ read: READ, measure: { type: 'test.measure' } }, [
      ['read.lines', 'measure.model'],
      ['read.lines', 'measure.lines'],
    ]),
    'node.unknown_type': document({ a: { type: 'test.reed' } }),
    'node.params': document({ read: { type: 'test.read', params: { file: 'lines.txt', limits: 3 } } }),
    'document.future_version': { ...document({}), formatVersion: 99 },
    'document.not_json': '{ "format": ',
  };

  it.each(Object.entries(cases))(
    'is refused with 2 and %s, and nothing is started',
    async (code, content) => {
      const path = await write('bad.json', content);
      const before = await countRuns();
      const run = await home.weft(['run', path, '--json']);
      expect(run.code).toBe(2);
      const { diagnostics } = JSON.parse(run.stdout) as {
        diagnostics: { code: string; message: string; help: string }[];
      };
      expect(diagnostics.map((each) => each.code)).toContain(code);
      for (const each of diagnostics) expect(`${each.message} ${each.help}`).toMatch(/\S+ \S+/);
      expect(await countRuns()).toBe(before);
    },
  );

  it('is told in full by weft validate, without a database', async () => {
    const path = await write('bad.json', cases['node.unknown_type']);
    const { code, stderr, stdout } = await home.weft(['validate', path], {
      env: { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing' },
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Node "a" has the unknown type "test.reed".');
    expect(stderr).toContain('Did you mean "test.read"?');
    expect(await home.json(['validate', 'quick-start'])).toMatchObject({ valid: true, nodes: 4, edges: 4 });
  });

  it.each([
    ['trian.steps=3', 'Did you mean "train"?'],
    ['train.step=3', 'Did you mean "steps"?'],
    ['mark.with.lefd=3', 'Did you mean "left"?'],
    ['train.steps=many', 'param "steps"'],
    ['train', 'is not node.param=value'],
    ['read.file=gone.txt', 'gone.txt, which is not there'],
  ])('is refused when --set %s makes no sense', async (setting, says) => {
    const { code, stderr } = await home.weft(['run', 'quick-start', '--set', setting]);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});
