import { openTable, type StoreKeeper } from '@weft/engine';
import { filesOf, tableOf } from '@weft/engine/testing';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishedRun } from '../testing/finishedRun.ts';
import { hostileNames } from '../testing/hostileNames.ts';
import { WORKSPACE, type TestPerson } from '../testing/testContext.ts';
import { startTestServer, type TestHttpServer } from '../testing/testServer.ts';

const COLUMNS = { text: 'string', n: 'int', v: 'vector' } as const;

let server: TestHttpServer;
let store: StoreKeeper;
let viewer: TestPerson;
let runId: string;
beforeAll(async () => {
  server = await startTestServer();
  store = server.deps.engine.store;
  viewer = await server.person('viewer');
  const rows = await tableOf(
    store,
    COLUMNS,
    Array.from({ length: 3000 }, (_, n) => ({ text: `"${n}",\n`, n, v: Float32Array.of(n, 0.5) })),
  );
  const report = await filesOf(store, 'report', { 'report.json': '{"accuracy":1}' });
  const model = await filesOf(store, 'model', {
    'card.md': '<script>alert(1)</script>',
    'parts/w.bin': Uint8Array.of(1, 2),
  });
  ({ runId } = await finishedRun(server.deps.pool, {
    workspaceId: WORKSPACE,
    title: '实验 "1"\r\n../x',
    outputs: { rows, report, model },
  }));
});
afterAll(async () => await server.close());

const get = async (rest: string, as: TestPerson | undefined = viewer) =>
  await server.ask(`/files/artifacts/${runId}/step/${rest}`, as === undefined ? {} : { as });
const codeOf = ({ text }: { text: string }) =>
  (JSON.parse(text) as { error: { data: { weft: { code: string } } } }).error.data.weft.code;

describe('a table', () => {
  it('is the stored Parquet, whole', async () => {
    const { status, headers, bytes } = await get('rows');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/vnd.apache.parquet');
    const stored = await store.put(bytes);
    const again = await openTable(store, { ...stored, kind: 'table' });
    expect(again.rows).toBe(3000);
    expect((await get('rows?as=parquet')).bytes.equals(bytes)).toBe(true);
  });

  it('becomes CSV, JSON lines or JSON while it streams', async () => {
    const csv = await get('rows?as=csv');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.text.startsWith('text,n,v\n"""0"",\n",0,"[0,0.5]"\n')).toBe(true);
    const lines = (await get('rows?as=jsonl')).text.trim().split('\n');
    expect(lines).toHaveLength(3000);
    expect(JSON.parse(lines[2999]!)).toEqual({ text: '"2999",\n', n: 2999, v: [2999, 0.5] });
    expect((await get('rows?as=json')).json()).toHaveLength(3000);
  });

  it('is saved under a name that harms nobody, and runs nothing when it is shown', async () => {
    const { headers } = await get('rows?as=csv');
    expect(headers['content-disposition']).toBe(
      `attachment; filename="__ _1___.._x 1 step rows.csv"; filename*=UTF-8''%E5%AE%9E%E9%AA%8C%20%221%22%0D%0A..%2Fx%201%20step%20rows.csv`,
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toBe("default-src 'none'; sandbox");
    expect(headers['cache-control']).toBe('private, no-store');
  });
});

describe('files', () => {
  it('come one by one, by exact name; the only one needs none', async () => {
    expect((await get('report')).json()).toEqual({ accuracy: 1 });
    expect([...(await get('model?file=parts/w.bin')).bytes]).toEqual([1, 2]);
    const card = await get('model?file=card.md');
    expect(card.headers['content-type']).toBe('text/markdown; charset=utf-8');
    expect(card.headers['content-security-policy']).toContain('sandbox');
    const all = await get('model');
    expect([all.status, codeOf(all)]).toEqual([400, 'choose_file']);
    expect(all.text).toContain('card.md, parts/w.bin');
    expect((await get('model?file=other.bin')).status).toBe(404);
    expect(codeOf(await get('model?as=csv&file=card.md'))).toBe('not_a_table');
    expect((await get('rows?file=card.md')).status).toBe(400);
  });
});

describe('the right to bytes', () => {
  it('comes through the run: signed out, a stranger, another run and another port get nothing', async () => {
    expect((await server.ask(`/files/artifacts/${runId}/step/rows`)).status).toBe(401);
    const stranger = await server.person(null);
    const foreign = await get('rows', stranger);
    const random = await server.ask(`/files/artifacts/${randomUUID()}/step/rows`, { as: stranger });
    const strip = (text: string) => text.replace(/"requestId":"[^"]+"/, '');
    expect([foreign.status, strip(foreign.text)]).toEqual([404, strip(random.text)]);
    expect(random.status).toBe(404);
    expect((await get('other')).status).toBe(404);
    expect((await server.ask(`/files/artifacts/${runId}/other/rows`, { as: viewer })).status).toBe(404);
  });

  it('is the workspace’s own: a step that names a hash it has no row for opens nothing', async () => {
    const { pool } = server.deps;
    const ref = await filesOf(store, 'report', { 'secret.json': '{}' });
    const other = await finishedRun(pool, { workspaceId: WORKSPACE, outputs: { report: ref }, owned: false });
    const answer = await server.ask(`/files/artifacts/${other.runId}/step/report`, { as: viewer });
    expect(answer.status).toBe(404);
  });

  it('ends with the membership', async () => {
    const leaving = await server.person('viewer');
    expect((await get('report', leaving)).status).toBe(200);
    await server.deps.pool.query(`delete from memberships where user_id = $1`, [leaving.userId]);
    expect((await get('report', leaving)).status).toBe(404);
  });
});

describe('an address', () => {
  it('with anything but ids in it is refused before anything is looked up', async () => {
    const odd = [
      '..%2f..%2fetc%2fpasswd',
      '%2e%2e',
      '%252e%252e%252f',
      'file:%2f%2f%2fetc%2fpasswd',
      'a%00b',
      'a%23b',
      'a%3fb',
      'a%5cb',
      ...hostileNames()
        .filter((name) => name.isWellFormed())
        .map(encodeURIComponent)
        .filter((part) => part !== '' && part.length < 2000)
        .slice(0, 150),
    ];
    const statuses = new Set<number>();
    for (const part of odd)
      for (const path of [
        `/files/artifacts/${part}/step/rows`,
        `/files/artifacts/${runId}/${part}/rows`,
        `/files/artifacts/${runId}/step/${part}`,
        `/files/artifacts/${runId}/step/rows?as=${part}`,
        `/files/artifacts/${runId}/step/model?file=${part}`,
      ]) {
        const { status, text } = await server.ask(path, { as: viewer });
        statuses.add(status);
        expect(text).not.toContain('root:');
      }
    expect([...statuses]).toEqual([400]);
  });

  it('that climbs out is no address of ours', async () => {
    for (const path of [
      `/files/artifacts/${runId}/step/../../../../etc/passwd`,
      `/files/artifacts/../../etc/passwd`,
      '/files/../../etc/passwd',
      '//etc/passwd',
    ])
      expect([400, 404]).toContain((await server.ask(path, { as: viewer })).status);
  });
});

it('bytes that are gone are told as such, and how to get them back', async () => {
  const ref = await filesOf(store, 'report', { 'gone.json': '{"gone":1}' });
  const rows = await tableOf(store, COLUMNS, [{ text: 'gone', n: 1, v: Float32Array.of(1, 2) }]);
  const { runId: run } = await finishedRun(server.deps.pool, {
    workspaceId: WORKSPACE,
    outputs: { ref, rows },
  });
  for (const { hash } of [ref, rows]) await store.remove('objects', [hash]);
  for (const path of ['ref', 'rows', 'rows?as=csv']) {
    const answer = await server.ask(`/files/artifacts/${run}/step/${path}`, { as: viewer });
    expect([answer.status, codeOf(answer)]).toEqual([410, 'artifact_lost']);
  }
});

describe('artifacts.preview', () => {
  const preview = async (input: object, as: TestPerson = viewer) => {
    const query = encodeURIComponent(JSON.stringify(input));
    const { status, json, text } = await server.ask(`/api/trpc/artifacts.preview?input=${query}`, { as });
    return status === 200
      ? (json() as { result: { data: { page: unknown[][] } } }).result.data
      : codeOf({ text });
  };

  it('shows a page to those who may, of the output that was named', async () => {
    const input = {
      runId,
      nodeId: 'step',
      port: 'rows',
      offset: 10,
      limit: 2,
      sort: { column: 'n', direction: 'desc' },
    };
    expect(await preview(input)).toMatchObject({
      rows: 3000,
      offset: 10,
      page: [
        ['"2989",\n', 2989, [2989, 0.5]],
        ['"2988",\n', 2988, [2988, 0.5]],
      ],
    });
    expect(await preview({ runId, nodeId: 'step', port: 'report' })).toMatchObject({
      kind: 'files',
      files: [{ name: 'report.json', content: { json: { accuracy: 1 } } }],
    });
    expect(await preview({ runId, nodeId: 'step', port: 'nothing' })).toBe('not_found');
    expect(await preview({ runId, nodeId: 'step', port: 'rows' }, await server.person(null))).toBe(
      'not_found',
    );
    for (const more of [{ limit: 201 }, { offset: -1 }, { hash: 'ab'.repeat(32) }, { sort: { column: 'n' } }])
      expect(await preview({ runId, nodeId: 'step', port: 'rows', ...more })).toBe('bad_input');
  });
});
