/** What somebody who means harm can put into an installation, and what it does there: nothing. */
import { nodesOf, setMeta, setNodeField } from '@weft/engine/live';
import { execFileSync } from 'node:child_process';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { apiOf, makeDocument, newcomer, owner, workspaceIdOf, type Api, type Content } from './api.ts';
import { ATTACKS, EVIL, MARKDOWN } from './attacks.ts';
import { cell, picture, saved, shows, stands, type Person } from './people.ts';
import { syncClient } from './socket.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let ada: Person;
let mallory: Person;
let api: Api;
let workspaceId: string;

beforeAll(async () => {
  world = await startWorld();
  ada = await owner(world);
  mallory = await newcomer(world, { invitedBy: ada, name: 'Mallory', role: 'editor' });
  for (const each of [ada, mallory]) await watch(each);
  api = apiOf(ada, world);
  workspaceId = await workspaceIdOf(api);
});
afterAll(async () => await world[Symbol.asyncDispose]());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picture(task.name, { ada, mallory });
  const troubles = [ada, mallory].flatMap((each) => (each.troubles as string[]).splice(0));
  for (const { page } of [ada, mallory])
    if (await page.evaluate(() => '__canary' in globalThis)) troubles.push('a script of the attack has run');
  if (troubles.length > 0) throw new Error(troubles.join('\n'));
});

/** Beside what every person's page watches for: questions of the browser, violations of the policy, open sockets. */
async function watch({ page, context, troubles }: Person): Promise<void> {
  page.on('dialog', (dialog) => {
    (troubles as string[]).push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await context.exposeFunction('policyBroken', (how: string) => (troubles as string[]).push(how));
  await context.addInitScript(() => {
    const { policyBroken } = globalThis as unknown as { policyBroken: (how: string) => void };
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
      policyBroken(`policy: ${violatedDirective} ${blockedURI} in ${sourceFile}`),
    );
    const sockets: WebSocket[] = [];
    const Stock = globalThis.WebSocket;
    globalThis.WebSocket = class extends Stock {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        sockets.push(this);
      }
    };
    Object.assign(globalThis, { sockets });
  });
}

/** Whether the page says this, in its text or in a field, letter for letter. */
const says = async (page: Page, text: string): Promise<boolean> =>
  await page.evaluate((wanted) => {
    const plain = (from: string): string => from.replaceAll(/\s+/g, ' ');
    const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')];
    return [document.body.innerText, ...fields.map(({ value }) => value)].some((found) =>
      plain(found).includes(plain(wanted)),
    );
  }, text);

async function literally(page: Page, texts: readonly string[]): Promise<void> {
  for (const text of texts)
    await expect
      .poll(async () => await says(page, text), {
        message: `${page.url()} does not say ${text}`,
      })
      .toBe(true);
}

const node = (type: string, x: number, more: object = {}) => ({
  type,
  version: 1,
  position: { x, y: 0 },
  params: {},
  ...more,
});

const attack = (at: number): string => ATTACKS[at % ATTACKS.length]!;

/** Sends a table whose name, columns, texts and labels are attacks; gives the path that means it. */
async function uploadAttacks(): Promise<string> {
  const rows = Array.from({ length: 60 }, (_, row) => ({
    text: `word${row % 4} thing${row % 4} ${attack(row)}`,
    label: attack(row % 4),
    [attack(0)]: attack(row),
    constructor: attack(row + 1),
    '${7*7}': row,
  }));
  const name = encodeURIComponent(`"${attack(0)}\u202e.jsonl`);
  const answer = await ada.context.request.post(`/files/uploads/${workspaceId}?name=${name}`, {
    headers: { origin: world.url, 'content-type': 'application/octet-stream' },
    data: Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')),
  });
  expect(answer.status()).toBe(200);
  return ((await answer.json()) as { path: string }).path;
}

const hostileContent = (path: string): Content => ({
  title: attack(0),
  description: MARKDOWN,
  nodes: {
    rows: node('ingest.table', 0, { title: attack(1), note: MARKDOWN, group: 'g', params: { path } }),
    code: node('code.javascript', 420, {
      title: attack(2),
      note: MARKDOWN,
      group: 'g',
      params: {
        code: `// ${ATTACKS.join('\n// ')}\nfunction map(row) { return { ...row, extra: ${JSON.stringify(attack(12))} }; }`,
        columns: { extra: 'string' },
      },
    }),
    classifier: node('train.classifier', 840, { title: attack(3), params: { epochs: 2 } }),
    evaluation: node('evaluate.classification', 1260, { title: attack(4) }),
    publish: node('publish.model', 1680, {
      title: attack(5),
      params: { name: 'hostile', description: MARKDOWN, license: attack(2) },
    }),
    broken: node('code.javascript', 2100, {
      title: attack(6),
      params: { on_error: 'fail', code: `function map() { throw new Error(${JSON.stringify(attack(0))}); }` },
    }),
  },
  edges: {
    a: { from: 'rows.rows', to: 'code.rows' },
    b: { from: 'code.rows', to: 'classifier.rows' },
    c: { from: 'classifier.model', to: 'evaluation.model' },
    d: { from: 'rows.rows', to: 'evaluation.rows' },
    e: { from: 'classifier.model', to: 'publish.model' },
    f: { from: 'evaluation.report', to: 'publish.reports' },
    g: { from: 'rows.rows', to: 'broken.rows' },
  },
  groups: { g: { title: attack(7) } },
});

const runs = async (): Promise<number> =>
  (await world.database.pool.query('select count(*)::int as n from runs')).rows[0].n as number;

/** Every process below the server's, by id. */
function processesOfServer(): number[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)!)
    .map(([, pid, parent, args]) => ({ pid: Number(pid), parent: Number(parent), args: args! }));
  const server = all.find(({ parent, args }) => parent === process.pid && args.includes('weft.mjs start'))!;
  const found = [server.pid];
  for (const pid of found) for (const each of all) if (each.parent === pid) found.push(each.pid);
  return found.toSorted((a, b) => a - b);
}

describe('a document from a stranger', () => {
  it('starts nothing when it is imported, opened and looked through', async () => {
    const before = processesOfServer();
    const { documentId, address } = await makeDocument(mallory, world, {
      nodes: {
        shell: node('tool.shell', 0, { params: { command: 'touch /tmp/weft-was-here', run: true } }),
        path: node('ingest.files', 420, { params: { path: '/etc/passwd' } }),
        up: node('ingest.table', 840, { params: { path: 'upload:../../../etc/passwd' } }),
        code: node('code.javascript', 1260, { params: { code: "process.mainModule.require('fs')" } }),
      },
      edges: { a: { from: 'up.rows', to: 'code.rows' } },
    });
    const { page } = ada;
    await page.goto(address);
    await shows(cell(page, 'shell'), 'does not know “tool.shell”');
    await shows(page.getByTestId('run-button'), /problem/);
    await canvasToNotebook(page);
    await shows(cell(page, 'path').last(), '/etc/passwd');
    const { diagnostics } = await api.runs.preview.query({ documentId });
    expect(diagnostics.map(({ node: at }) => at)).toEqual(expect.arrayContaining(['shell', 'path', 'up']));
    expect(await runs()).toBe(0);
    expect(processesOfServer()).toEqual(before);
  });
});

async function canvasToNotebook(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Notebook' }).click();
  await page.waitForURL(/view=notebook/);
}

describe('texts that mean something to a machine', () => {
  let address: string;
  const workspaceName = attack(0);
  const personName = attack(2);

  it('can be written everywhere, and run through every kind of node', async () => {
    const path = await uploadAttacks();
    ({ address } = await makeDocument(ada, world, hostileContent(path)));
    await api.workspaces.rename.mutate({ workspaceId, name: workspaceName });
    await api.session.update.mutate({ name: personName });
    await apiOf(mallory, world).session.update.mutate({ name: attack(1) });
    await api.keys.create.mutate({ workspaceId, name: attack(0), scopes: ['read'] });
    await ada.page.goto(address);
    await shows(ada.page.getByTestId('run-button'), /Run 6/);
    await ada.page.getByTestId('run-button').click();
    for (const id of ['rows', 'code', 'classifier', 'evaluation', 'publish'])
      await stands(ada.page, id, 'succeeded');
    await stands(ada.page, 'broken', 'failed');
  });

  it('are text on the canvas, in every cell and in the inspector', async () => {
    const { page } = ada;
    await page.goto(address);
    await cell(page, 'rows').waitFor();
    await literally(page, [workspaceName, attack(0), attack(7), ...[1, 2, 3, 4, 5, 6].map(attack)]);
    for (const [id, says] of [
      ['rows', [attack(0)]],
      ['code', ATTACKS.slice(0, 3)],
      ['publish', [attack(2)]],
      ['broken', [attack(0)]],
    ] as const) {
      await page.goto(`${address}?node=${id}`);
      await cell(page, id).waitFor();
      await literally(page, says);
    }
  });

  it('are text in the notebook: tables, reports, the card of the model, errors', async () => {
    const { page } = ada;
    await page.goto(`${address}?view=notebook`);
    for (const [id, texts] of [
      ['rows', [attack(0), 'constructor', '${7*7}', attack(1), attack(3)]],
      ['code', [attack(2), attack(12)]],
      ['classifier', [attack(3)]],
      ['evaluation', [attack(0), attack(1), attack(2), attack(3)]],
      ['publish', [attack(13), attack(14), attack(15), attack(2)]],
      ['broken', [`Error: ${attack(0)}`]],
    ] as const) {
      await cell(page, id).last().scrollIntoViewIfNeeded();
      await literally(page, texts);
    }
    // Links that are left lead outside only when somebody follows them, in a tab that knows nothing of this one.
    const links = await page
      .getByRole('main')
      .locator('a[href]')
      .evaluateAll((all) =>
        all.map((each) => ({
          protocol: (each as HTMLAnchorElement).protocol,
          outside: (each as HTMLAnchorElement).host !== location.host,
          rel: each.getAttribute('rel') ?? '',
          target: each.getAttribute('target'),
        })),
      );
    expect(links.length).toBeGreaterThan(0);
    for (const { protocol, outside, rel, target } of links) {
      expect(protocol).toMatch(/^(https?|mailto):$/);
      if (outside)
        expect({ rel, target }).toEqual({
          rel: expect.stringMatching(/noopener|noreferrer/),
          target: '_blank',
        });
    }
    expect(await page.locator('main :is(iframe, object, embed, script, link, style)').count()).toBe(0);
    expect(await page.locator(`main img[src^="${EVIL}"], main img[src$="svg"]`).count()).toBe(0);
  });

  it('are text in the drawer, the search and the palette', async () => {
    const { page } = ada;
    await page.goto(address);
    await cell(page, 'rows').waitFor();
    await page.keyboard.press('ControlOrMeta+j');
    const drawer = page.getByTestId('drawer');
    for (const [tab, texts] of [
      ['Timeline', [attack(1), attack(3)]],
      ['Problems', [`Error: ${attack(0)}`]],
      ['History', [personName]],
    ] as const) {
      await drawer.getByRole('tab', { name: tab }).click();
      await literally(page, texts);
    }
    await drawer.getByRole('tab', { name: 'Log' }).click();
    await drawer.getByRole('tabpanel', { name: 'Log' }).waitFor();
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByTestId('palette').waitFor();
    await page.keyboard.type('alert(1)');
    await literally(page, [attack(0)]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+f');
    await page.keyboard.type('onload');
    await literally(page, [attack(3)]);
  });

  it('are text to a colleague who is there at the same time', async () => {
    await Promise.all([ada.page.goto(address), mallory.page.goto(address)]);
    await ada.page.getByRole('button', { name: '1 other person is here' }).click();
    await literally(ada.page, [`Follow ${attack(1)}`]);
    await mallory.page.getByRole('button', { name: '1 other person is here' }).click();
    await literally(mallory.page, [`Follow ${personName}`]);
  });

  it.each([
    ['', [workspaceName, attack(0)]],
    ['/runs', [attack(0), personName]],
    ['/templates', ['Quick start']],
    ['/workers', [workspaceName]],
    ['/settings/workspace', [workspaceName]],
    ['/settings/members', [personName, attack(1)]],
    ['/settings/keys', [attack(0)]],
    ['/settings/sessions', [personName]],
    ['/settings/appearance', [workspaceName]],
  ])('are text on /w/default%s', async (place, texts) => {
    await ada.page.goto(`/w/default${place}`);
    await ada.page.getByRole('heading', { level: 1 }).first().waitFor();
    await literally(ada.page, texts);
  });

  it.each([
    '/sign-in',
    '/sign-up',
    '/setup#x',
    '/reset#x',
    '/join/00000000-0000-4000-8000-000000000000',
    '/no/such',
  ])('leave the pages for strangers as they are: %s', async (place) => {
    const context = await world.browser.newContext({ baseURL: world.url });
    const page = await context.newPage();
    const stranger: Person = { page, context, troubles: [] };
    await watch(stranger);
    page.on('request', (request) => {
      if (new URL(request.url()).host !== new URL(world.url).host)
        (stranger.troubles as string[]).push(request.url());
    });
    await page.goto(place);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    expect(stranger.troubles).toEqual([]);
    await context.close();
  });

  it('do not get past what a stock client writes: endless titles, NUL, halves of characters', async () => {
    const made = await makeDocument(ada, world, {
      title: 'Long',
      nodes: { one: node('code.javascript', 0) },
    });
    await ada.page.goto(made.address);
    await cell(ada.page, 'one').waitFor();
    const { doc, provider } = await syncClient(mallory, world, made.documentId);
    setMeta(doc, 'title', `NUL \0 and \ud800 and ${'long '.repeat(2000)}`);
    setNodeField(doc, 'one', 'title', `x\0${'y'.repeat(10_000)}`);
    nodesOf(doc).set('__proto__', 7 as never);
    nodesOf(doc).set('two', 'not a node' as never);
    await shows(cell(ada.page, 'one'), 'node "one": title: Too big');
    provider.destroy();
    await ada.page.reload();
    await shows(cell(ada.page, 'one'), 'node "one": title: Too big');
    const { diagnostics } = await api.runs.preview.query({ documentId: made.documentId });
    expect(diagnostics.map(({ code, node: at }) => `${code} ${at}`)).toEqual(
      expect.arrayContaining(['document.shape one', 'document.shape two', 'document.shape __proto__']),
    );
    await ada.page.goto('/w/default');
    await literally(ada.page, [attack(0), 'NUL']);
  });

  it('may be what every JavaScript object has, as names of nodes, wires and groups', async () => {
    const content: Content = {
      nodes: {
        constructor: node('ingest.table', 0, { group: 'valueOf', params: { path: await uploadAttacks() } }),
        toString: node('code.javascript', 500, { group: 'valueOf' }),
      },
      edges: { hasOwnProperty: { from: 'constructor.rows', to: 'toString.rows' } },
      groups: { valueOf: { title: 'A group' } },
    };
    const { page } = ada;
    await page.goto((await makeDocument(ada, world, content)).address);
    await page.locator('.weft-group-title', { hasText: 'A group' }).waitFor();
    await shows(page.getByTestId('run-button'), /Run.*2/);
    await page.getByTestId('run-button').click();
    for (const id of ['constructor', 'toString']) await stands(page, id, /succeeded|cached/);
    await canvasToNotebook(page);
    await shows(cell(page, 'toString').last(), attack(0));

    const ghost = { isPrototypeOf: { from: 'constructor.constructor', to: 'toString.toString' } };
    const edges = { ...content.edges, ...ghost };
    await page.goto((await makeDocument(ada, world, { ...content, edges })).address);
    await page.getByTestId('port-toString-in-toString').waitFor();
    await shows(
      cell(page, 'toString'),
      'ingest.table has no output "constructor". Its outputs are rows, errors.',
    );
  });
});

describe('a socket that says what nobody understands', () => {
  const say = async (page: Page, bytes: number[], padding = 0): Promise<void> =>
    await page.evaluate(
      ([start, length]) => {
        const { sockets } = globalThis as unknown as { sockets: WebSocket[] };
        const frame = new Uint8Array(start.length + length);
        frame.set(start);
        sockets.at(-1)!.send(frame);
      },
      [bytes, padding] as const,
    );
  /** A number as Yjs writes them. */
  const varUint = (value: number): number[] =>
    value < 128 ? [value] : [(value & 127) | 128, ...varUint(Math.floor(value / 128))];

  it.each([
    ['an update that is none', [0, 2, 4, 255, 255, 255, 255], 0],
    ['an update that breaks off', [0, 2, 200, 1, 1], 0],
    ['an update larger than a room takes', [0, 2, ...varUint(9 << 20)], 9 << 20],
  ])(
    'is closed for %s; the document is as it was when the page is loaded again',
    async (_, bytes, padding) => {
      const made = await makeDocument(ada, world, {
        nodes: { one: node('code.javascript', 0, { title: 'Mine' }) },
      });
      await Promise.all([ada.page.goto(made.address), mallory.page.goto(made.address)]);
      await Promise.all([saved(ada.page), saved(mallory.page)]);
      await say(mallory.page, bytes, padding);
      await expect
        .poll(async () => await mallory.page.getByTestId('save-state').getAttribute('data-state'))
        .toBe('refused');
      await mallory.page.getByRole('button', { name: 'Load again' }).click();
      await saved(mallory.page);
      await shows(cell(mallory.page, 'one'), 'Mine');
      // Nobody else noticed.
      expect(await ada.page.getByTestId('save-state').getAttribute('data-state')).toBe('saved');
      const { text } = await api.documents.export.query({ documentId: made.documentId });
      expect(Object.keys((JSON.parse(text) as Content).nodes)).toEqual(['one']);
    },
  );

  it('is closed for a frame that is too large to be looked at, and the page comes back by itself', async () => {
    const made = await makeDocument(ada, world, {
      nodes: { one: node('code.javascript', 0, { title: 'Mine' }) },
    });
    await mallory.page.goto(made.address);
    await saved(mallory.page);
    const closed = mallory.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const { sockets } = globalThis as unknown as { sockets: WebSocket[] };
          sockets.at(-1)!.addEventListener('close', ({ code }) => resolve(code));
        }),
    );
    await say(mallory.page, [0, 2], 17 << 20);
    expect(await closed).toBeGreaterThan(1000);
    await saved(mallory.page);
    await shows(cell(mallory.page, 'one'), 'Mine');
  });
});

describe('a document of 10,000 nodes', () => {
  it('opens, and can be worked in', async () => {
    const { page } = ada;
    const ids = Array.from({ length: 10_000 }, (_, at) => `n${at}`);
    const made = await makeDocument(ada, world, {
      title: 'Large',
      nodes: Object.fromEntries(
        ids.map((id, at) => [
          id,
          {
            ...node('code.javascript', (at % 100) * 450),
            position: { x: (at % 100) * 450, y: Math.floor(at / 100) * 320 },
          },
        ]),
      ),
      edges: Object.fromEntries(
        ids.slice(1).map((id, at) => [`e${at}`, { from: `n${at}.rows`, to: `${id}.rows` }]),
      ),
    });
    await page.goto(made.address);
    await page.locator('.weft-cell').first().waitFor();
    await page.keyboard.press('1');
    await page
      .locator('.weft-cell')
      .first()
      .click({ position: { x: 60, y: 10 } });
    await page
      .getByRole('complementary', { name: 'Inspector' })
      .getByRole('heading', { name: 'Code' })
      .waitFor();
    // How long it takes and how smoothly it moves is measured by `npm run bench -- canvas`.
    const place = async () => await page.locator('.react-flow__viewport').getAttribute('style');
    const before = await place();
    await page.mouse.wheel(0, 800);
    await expect.poll(place).not.toBe(before);
  });
});
