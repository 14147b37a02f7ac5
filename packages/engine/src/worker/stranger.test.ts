import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graph, STUBS_MODULE, testEngine, type TestEngine } from '../testing/index.ts';
import { fsPath } from '../store/artifacts.fs.ts';
import { commandLauncher } from './launchers/command.ts';

/** Real processes that speak the protocol and lie. What they claim must change no row and move no bytes. */
const strange = (hello: object = {}) =>
  commandLauncher({
    name: 'strange',
    command: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      fileURLToPath(new URL('../testing/executors/strange.ts', import.meta.url)),
    ],
    env: { WEFT_STRANGE_HELLO: JSON.stringify(hello) },
  });

let t: TestEngine;
/** Bytes of another workspace: in the store, and no row of ours names them. */
let foreign: { hash: string; bytes: number };
const SECRET = 'what another workspace keeps to itself';

beforeAll(async () => {
  t = await testEngine();
  await t.worker({ launchers: [strange()] });
  foreign = await t.engine.store.put(Buffer.from(SECRET));
});
afterAll(async () => await t.close());

const step = (does: string, about = '') => graph({ it: { type: 'stub.stranger', params: { does, about } } });

async function errorOf(does: string, about = '', label?: string) {
  const run = await t.run(step(does, about), label === undefined ? {} : { label });
  expect(run.status).toBe('failed');
  return run.steps[0]!.error!;
}

async function rowsOf(table: 'artifacts' | 'results' | 'model_versions' | 'checkpoints'): Promise<number> {
  const { rows } = await t.engine.pool.query<{ count: number }>(
    `select count(*)::int as count from ${table}`,
  );
  return rows[0]!.count;
}
const allRows = async () =>
  await Promise.all((['artifacts', 'results', 'model_versions', 'checkpoints'] as const).map(rowsOf));

test('an executor of another kind runs a step, and the store takes over what it staged', async () => {
  const run = await t.run(step('truth'));
  expect(run.status).toBe('succeeded');
  const { hash } = run.steps[0]!.outputs.out!;
  expect(JSON.parse((await t.engine.store.get(hash)).toString())).toMatchObject({ kind: 'blob' });
  expect(await readdir(join(t.directory, 'store', 'staging'))).toEqual([]);
});

test('an executor that reports a spaceship gets no row for it', async () => {
  const before = await allRows();
  const error = await errorOf('spaceship');
  expect(error.code).toBe('executor.protocol');
  expect(error.message).toMatch(/"end", outcome\.result\.outputs\.out\.(hash|kind|bytes)/);
  expect(await allRows()).toEqual(before);
});

describe('a result is refused that', () => {
  test.each([
    [
      'names bytes it never had',
      /"out" is [0-9a-f]{12}…, which the attempt has neither stored nor been given/,
    ],
    ['lists a file it never had', /the file "stolen.bin" of "out" is .* neither stored nor been given/],
    ['stages other bytes under the hash', /the bytes staged as [0-9a-f]{12}… are others/],
    ['claims another size', /"out" has \d+ bytes, not \d+/],
    ['claims another size of a file', /has 3 bytes, not 2/],
    ['stages a symbolic link', /is not a plain file/],
    ['stages a hard link', /is not a plain file/],
    ['stages a manifest of another kind', /lists the files of a model, not of a blob/],
    ['lists a path that climbs', /"out" is no list of files/],
    ['gives no outputs', /does not give "out"/],
    ['gives a port that is not there', /gives "constructor", but stub.stranger has out/],
    ['publishes what it does not give', /publishes "evil", which is none of its outputs/],
    ['asks without being a gate', /only an open gate asks/],
  ])('%s', async (does, message) => {
    const about: Record<string, string> = {
      'names bytes it never had': foreign.hash,
      'lists a file it never had': `${foreign.hash} ${foreign.bytes}`,
    };
    const path = fsPath(join(t.directory, 'store'), 'objects', foreign.hash);
    const before = await allRows();
    const error = await errorOf(does, about[does] ?? `${path} ${foreign.hash} ${foreign.bytes}`);
    expect(error).toMatchObject({
      kind: 'bug',
      code: 'executor.claim',
      message: expect.stringMatching(message),
    });
    expect(await allRows()).toEqual(before);
    expect((await t.engine.store.get(foreign.hash)).toString()).toBe(SECRET);
  });
});

describe('the executor is ended that', () => {
  test.each([
    ['names a metric with a line break', /outcome\.result\.metrics/],
    ['measures infinity', /outcome\.result\.metrics\.loss/],
    ['publishes under a path', /publications\.0\.name/],
    ['invents an outcome', /"end", outcome/],
    ['adds a field', /admin/],
    ['saves a state of a task', /a task has no state to save/],
    ['saves rows of a task', /a task has no rows to save/],
    ['saves rows backwards', /at least one row/],
    ['is not JSON', /not valid JSON|JSON/],
    ['is no message', /"transfer"/],
    ['is null', /"undefined"/],
    ['uses a negative amount', /"usage", used\.tokens/],
    ['asks for a secret by path', /"secret", name/],
    ['logs a book', /"log", message/],
  ])('%s', async (does, message) => {
    const before = await allRows();
    const error = await errorOf(does);
    expect(error).toMatchObject({ code: 'executor.protocol', message: expect.stringMatching(message) });
    expect(await allRows()).toEqual(before);
  });
});

test('a file that the step was given may be listed again without being stored again', async () => {
  const file = await t.engine.store.put(Buffer.from('honest given'));
  const run = await t.run(
    graph({
      first: { type: 'stub.stranger', params: { does: 'truth', about: 'given' } },
      second: {
        type: 'stub.stranger',
        params: { does: 'passes on a file it was given', about: `${file.hash} ${file.bytes}` },
        in: { given: 'first.out' },
      },
    }),
  );
  expect(run.status).toBe('succeeded');
});

test('calling bytes lost that the step was not given marks nothing, even where they are gone', async () => {
  const made = (await t.run(step('truth', 'kept'))).steps[0]!.outputs.out!;
  await t.engine.store.remove('objects', [made.hash]);
  const before = await rowsOf('results');
  await errorOf('calls an artifact lost', made.hash);
  expect(await rowsOf('results')).toBe(before);
  expect(await t.engine.damage()).toEqual({ lost: 0, quarantined: 0 });
});

test('text that PostgreSQL cannot hold is mended, and holds up nobody', async () => {
  expect((await errorOf('says what PostgreSQL refuses')).message).toBe('nul \uFFFD half \uFFFD pair');
});

describe('the handshake', () => {
  test.each([
    [1, /speaks version 1 of the protocol and this worker version 2; update the executor/],
    [3, /speaks version 3 of the protocol and this worker version 2; update the worker/],
  ])('refuses version %i with a sentence', async (protocol, message) => {
    const label = `protocol${protocol}`;
    await t.worker({ labels: [label], launchers: [strange({ protocol, something: 'new' })] });
    const error = await errorOf('truth', label, label);
    expect(error).toMatchObject({ code: 'executor.protocol', message: expect.stringMatching(message) });
  });

  test('an executor of Weft refuses a worker that speaks another version, and says so', async () => {
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('../execute/executorMain.ts', import.meta.url))],
      {
        stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          WEFT_PROTOCOL: '9',
          WEFT_EXECUTOR: JSON.stringify({ specsModule: STUBS_MODULE, executorsModule: STUBS_MODULE }),
        },
      },
    );
    const [said, printed, [code]] = await Promise.all([
      text(child.stdio[3] as Readable),
      text(child.stderr!),
      once(child, 'close'),
    ]);
    expect(JSON.parse(said)).toMatchObject({ type: 'hello', protocol: 2 });
    expect(printed).toContain('this executor speaks version 2 of the protocol, its worker version 9');
    expect(code).toBe(1);
  });

  test('a node type that no executor of the worker knows fails with a sentence', async () => {
    const label = 'knows-others';
    await t.worker({
      labels: [label],
      launchers: [strange({ nodes: [{ type: 'stub.stranger', versions: [7] }] })],
    });
    const error = await errorOf('truth', label, label);
    expect(error).toMatchObject({
      code: 'executor.unknown',
      message:
        'no executor of this worker runs stub.stranger version 1; there is version 7 (strange). Update the worker, or start one that has it.',
    });
  });

  test('a worker registers what its executors can run', async () => {
    const { rows } = await t.engine.pool.query<{ executors: Record<string, { nodes: { type: string }[] }> }>(
      `select facts->'executors' as executors from workers where labels = '{}'`,
    );
    expect(rows[0]!.executors.strange).toEqual({
      protocol: 2,
      runtime: 'strange',
      nodes: [{ type: 'stub.stranger', versions: [1] }],
    });
    expect(rows[0]!.executors.node!.nodes.map(({ type }) => type)).toContain('stub.source');
  });
});
