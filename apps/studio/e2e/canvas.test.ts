/** The canvas in real browsers: by mouse, by keys alone, by several people, without a network. */
import { layCable, type Cable } from '@weft/db/testing';
import { setNodeField, setParam } from '@weft/engine/live';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiOf, fileOf, makeDocument, newcomer, owner, type Content } from './api.ts';
import { cell, picture, saved, settled, shows, stands, type Person } from './people.ts';
import { syncClient } from './socket.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let cable: Cable;
let ada: Person;
/** Sits behind the cable. */
let ben: Person;
let vic: Person;

beforeAll(async () => {
  world = await startWorld();
  cable = await layCable(world.url);
  ada = await owner(world);
  ben = await newcomer({ ...world, url: cable.url }, { invitedBy: ada, name: 'Ben', role: 'editor' });
  vic = await newcomer(world, { invitedBy: ada, name: 'Vic', role: 'viewer' });
  for (const { context } of [ada, ben, vic])
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
});
afterAll(async () => {
  await cable[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picture(task.name, { ada, ben, vic });
  const troubles = [ada, ben, vic].flatMap((each) => (each.troubles as string[]).splice(0)).filter(isTrouble);
  if (troubles.length > 0) throw new Error(troubles.join('\n'));
});

/** With the cable pulled, a browser says on its console that it cannot connect; the page says it to the person. */
const isTrouble = (trouble: string): boolean =>
  !(trouble.includes(new URL(cable.url).host) && trouble.startsWith('console: WebSocket connection to'));

const node = (type: string, x: number, more: object = {}) => ({
  type,
  version: 1,
  position: { x, y: 0 },
  params: {},
  ...more,
});

/** A table, code and an index that nothing is wired to. */
const loose: Content = {
  nodes: {
    table: node('ingest.table', 0),
    code: node('code.javascript', 500),
    index: node('index.hybrid', 1000),
  },
};

/** Opens a new document on the page of each. */
async function opened(content: Content, ...people: readonly Person[]): Promise<string> {
  const { documentId, address } = await makeDocument(ada, world, content);
  await Promise.all(people.map(async ({ page }) => await page.goto(address)));
  await Promise.all(people.map(async ({ page }) => await canvas(page).waitFor()));
  const [first] = Object.keys(content.nodes);
  if (first !== undefined)
    await Promise.all(people.map(async ({ page }) => await cell(page, first).waitFor()));
  return documentId;
}

const canvas = (page: Page): Locator => page.getByRole('application');
const wires = (page: Page): Locator => page.locator('.react-flow__edge');
const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' });
const take = async (page: Page, nodeId: string) =>
  await cell(page, nodeId).click({ position: { x: 60, y: 10 } });
const param = (page: Page, nodeId: string, name: string): Locator =>
  inspector(page).getByTestId(`param-${nodeId}-${name}`).getByRole('textbox').first();

async function middle(found: Locator): Promise<{ x: number; y: number }> {
  const box = (await found.boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Both wait until the port stands still and nothing lies over it; the pointer then needs a single move. */
async function hold(page: Page, from: Locator): Promise<void> {
  await from.hover();
  await page.mouse.down();
}
const carry = async (to: Locator): Promise<void> => await to.hover();

/** What the document is on the server, once everything of this page is durable. */
async function stored(person: Person, documentId: string): Promise<Content> {
  await saved(person.page);
  const { text } = await apiOf(ada, world).documents.export.query({ documentId });
  return JSON.parse(text) as Content;
}

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, wanted: Locator, most = 40): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${wanted.toString()} is not reached by ${most} presses of Tab`);
}

const places = async (page: Page): Promise<Record<string, string>> =>
  await page
    .locator('.react-flow__node')
    .evaluateAll((nodes) =>
      Object.fromEntries(
        nodes.map((each) => [each.getAttribute('data-id'), (each as HTMLElement).style.transform]),
      ),
    );

describe('drawing a wire', () => {
  it('says why a port does not take it, makes none there, and makes one where it fits', async () => {
    const { page } = ada;
    const documentId = await opened(loose, ada);
    const from = page.getByTestId('port-table-out-rows');
    await hold(page, from);
    await carry(page.getByTestId('port-index-in-embedder'));
    await shows(page.locator('.weft-wire-hint span'), 'A table is given, a model is needed');
    expect(await page.getByTestId('port-index-in-embedder').getAttribute('data-mood')).toBe('refused');
    expect(await page.getByTestId('port-code-in-rows').getAttribute('data-mood')).toBe('fits');
    await page.mouse.up();
    await page.locator('.weft-wire-hint').waitFor({ state: 'detached' });
    expect(await wires(page).count()).toBe(0);

    await hold(page, from);
    await carry(page.getByTestId('port-code-in-rows'));
    await page.mouse.up();
    await wires(page).waitFor({ state: 'attached' });
    expect(Object.values((await stored(ada, documentId)).edges!)).toEqual([
      { from: 'table.rows', to: 'code.rows' },
    ]);
  });

  it('refuses a circle while it is drawn', async () => {
    const { page } = ada;
    await opened(
      {
        nodes: { one: node('code.javascript', 0), two: node('code.javascript', 500) },
        edges: { e: { from: 'one.rows', to: 'two.rows' } },
      },
      ada,
    );
    await hold(page, page.getByTestId('port-two-out-rows'));
    await carry(page.getByTestId('port-one-in-rows'));
    await shows(page.locator('.weft-wire-hint span'), 'That would be a circle');
    await page.mouse.up();
    expect(await wires(page).count()).toBe(1);
  });

  it('offers what fits where a wire is dropped on empty canvas, and wires what is chosen', async () => {
    const { page } = ada;
    await opened({ nodes: { embeddings: node('embed.builtin', 0) } }, ada);
    const from = page.getByTestId('port-embeddings-out-embedder');
    await hold(page, from);
    const { x, y } = await middle(from);
    await page.mouse.move(x + 200, y + 200);
    await page.mouse.up();
    const palette = page.getByRole('dialog', { name: 'Nodes' });
    await palette.getByRole('option', { name: 'Hybrid index' }).waitFor();
    expect(await palette.getByRole('option', { name: 'Read table' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await palette.waitFor({ state: 'detached' });
    expect(await page.locator('.react-flow__node').count()).toBe(1);

    await hold(page, from);
    await page.mouse.move(x + 200, y + 200);
    await page.mouse.up();
    await palette.getByRole('option', { name: 'Hybrid index' }).click();
    await wires(page).waitFor({ state: 'attached' });
    await page.getByRole('article', { name: 'Node Hybrid index' }).waitFor();
  });
});

describe('the keyboard alone', () => {
  it('leads from an empty document to the output of a run', async () => {
    const { page } = ada;
    // The browser learns asynchronously that somebody waits for its file dialog, so say it before anything else.
    const dialog = page.waitForEvent('filechooser');
    await opened({ nodes: {} }, ada);
    const palette = page.getByRole('dialog', { name: 'Nodes' });
    const add = async (query: string): Promise<void> => {
      await page.keyboard.press('a');
      await palette.waitFor();
      await page.keyboard.type(query);
      await page.keyboard.press('Enter');
      await palette.waitFor({ state: 'detached' });
    };

    await add('read table');
    await page.locator('.weft-cell').waitFor();
    const upload = page.getByRole('main').getByRole('button', { name: 'Path: Upload' });
    await tabTo(page, upload);
    await page.keyboard.press('Enter');
    await (
      await dialog
    ).setFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('name,age\nGrace,85\nAlan,41\n'),
    });
    await shows(page.getByRole('main').getByRole('article', { name: 'Node Read table' }), 'people.csv');

    // Nothing is selected: the next node comes without a wire.
    await tabTo(page, canvas(page), 60);
    await page.keyboard.press('Escape');
    await add('javascript');
    await page.getByRole('article', { name: 'Node Code' }).waitFor();
    expect(await wires(page).count()).toBe(0);
    await page.keyboard.press('c');
    await page.getByRole('dialog', { name: 'Connect from which port?' }).waitFor();
    await page.keyboard.type('in.rows');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: /^Connect Code/ }).waitFor();
    await page.keyboard.type('out.rows');
    await page.keyboard.press('Enter');
    await wires(page).waitFor({ state: 'attached' });

    await shows(page.getByTestId('run-button'), /Run.*2/);
    await page.keyboard.press('ControlOrMeta+Enter');
    const id = (await page
      .locator('.react-flow__node', { has: page.getByRole('article', { name: 'Node Code' }) })
      .getAttribute('data-id'))!;
    await stands(page, id, 'succeeded');
    await shows(cell(page, id), 'Grace');
  });
});

describe('a viewer', () => {
  const content: Content = {
    nodes: { code: node('code.javascript', 0, { title: 'Clean' }), index: node('index.hybrid', 500) },
  };

  it('sees everything live and is offered no way to change it', async () => {
    const { page } = vic;
    const documentId = await opened(content, ada, vic);
    await shows(page.getByTestId('save-state'), 'View only');
    await take(ada.page, 'index');
    await param(ada.page, 'index', 'candidates').fill('20');
    await param(ada.page, 'index', 'candidates').press('Tab');
    await take(page, 'index');
    const theirs = param(page, 'index', 'candidates');
    await expect.poll(async () => await theirs.inputValue()).toBe('20');
    expect(await theirs.isEditable()).toBe(false);

    const before = await stored(ada, documentId);
    await canvas(page).focus();
    for (const key of ['a', 'Delete', 'Shift+ArrowRight', 'ControlOrMeta+d', 'ControlOrMeta+g', 'l'])
      await page.keyboard.press(key);
    await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(fileOf(content)));
    await page.keyboard.press('ControlOrMeta+v');
    await shows(page.getByRole('region', { name: /Notifications/ }), 'not change it');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.locator('.react-flow__node').count()).toBe(2);
    expect(await stored(ada, documentId)).toEqual(before);
  });

  it('changes nothing without the guards of the page either', async () => {
    const documentId = await opened(content, ada);
    const before = await stored(ada, documentId);
    const updates = async () =>
      (
        await world.database.pool.query(
          'select count(*)::int as n from document_updates where document_id = $1',
          [documentId],
        )
      ).rows[0].n as number;
    const rows = await updates();
    const { doc, provider } = await syncClient(vic, world, documentId);
    // Message 2: "you may not write", which a stock client does not know.
    const refused = new Promise<void>((resolve) => (provider.messageHandlers[2] = () => resolve()));
    setNodeField(doc, 'code', 'title', 'Hacked');
    setParam(doc, 'index', 'candidates', 1);
    await refused;
    provider.destroy();
    // An edit of Ada's comes after it: whatever the server would have taken is on her page by then.
    await take(ada.page, 'index');
    await param(ada.page, 'index', 'candidates').fill('30');
    await param(ada.page, 'index', 'candidates').press('Tab');
    const after = await stored(ada, documentId);
    expect(after.nodes['code']).toEqual(before.nodes['code']);
    expect(after.nodes['index']).toMatchObject({ params: { candidates: 30 } });
    expect(await updates()).toBe(rows + 1);
    await shows(cell(ada.page, 'code'), 'Clean');
  });
});

describe('undo', () => {
  it('takes back what one did oneself and leaves what a colleague did since, in the same node', async () => {
    const documentId = await opened(loose, ada, ben);
    await take(ada.page, 'index');
    await param(ada.page, 'index', 'candidates').fill('20');
    await param(ada.page, 'index', 'candidates').press('Tab');
    await take(ben.page, 'index');
    await expect.poll(async () => await param(ben.page, 'index', 'candidates').inputValue()).toBe('20');
    const weight = param(ben.page, 'index', 'lexical_weight');
    await weight.fill('0.5');
    await weight.press('Tab');
    await expect.poll(async () => await param(ada.page, 'index', 'lexical_weight').inputValue()).toBe('0.5');
    await canvas(ada.page).focus();
    await ada.page.keyboard.press('ControlOrMeta+z');
    await expect.poll(async () => await param(ben.page, 'index', 'candidates').inputValue()).toBe('50');
    expect((await stored(ada, documentId)).nodes['index']).toMatchObject({ params: { lexical_weight: 0.5 } });
  });
});

describe('the clipboard', () => {
  const wired: Content = { ...loose, edges: { e: { from: 'table.rows', to: 'code.rows' } } };

  it('carries nodes and their wires from one document into another', async () => {
    const { page } = ada;
    await opened(wired, ada);
    await canvas(page).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('ControlOrMeta+c');
    await shows(page.getByRole('region', { name: /Notifications/ }), '3 nodes copied');
    const other = await opened({ nodes: {} }, ada);
    await canvas(page).focus();
    await page.keyboard.press('ControlOrMeta+v');
    await expect.poll(async () => await page.locator('.react-flow__node').count()).toBe(3);
    const { nodes, edges } = await stored(ada, other);
    const types = Object.values(nodes).map((each) => (each as { type: string }).type);
    expect(types.toSorted()).toEqual(['code.javascript', 'index.hybrid', 'ingest.table']);
    expect(Object.values(edges!)).toHaveLength(1);

    await page.keyboard.press('ControlOrMeta+x');
    await expect.poll(async () => await page.locator('.react-flow__node').count()).toBe(0);
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(async () => await page.locator('.react-flow__node').count()).toBe(3);
  });
});

describe('junk on the clipboard', () => {
  let documentId: string;
  beforeAll(async () => void (documentId = await opened(loose, ada)));
  // What was told before is not told any more.
  beforeEach(async () => void (await ada.page.reload()));

  it.each([
    ['text that is no document', 'The clipboard holds no nodes', 'hello'],
    ['JSON that is no document', 'Nothing was pasted', '{"a": 1}'],
    ['JSON that breaks off', 'Nothing was pasted', '{"format": "weft.document", "nodes": {'],
    [
      'a document whose nodes are no nodes',
      'Nothing was pasted',
      JSON.stringify(fileOf({ nodes: { x: [] } })),
    ],
    ['a key that means something to JavaScript', 'Nothing was pasted', '{"__proto__": {"x": 1}, "nodes": 7}'],
  ])('is told of and changes nothing: %s', async (_, told, text) => {
    const { page } = ada;
    const before = await stored(ada, documentId);
    await page.evaluate((junk) => navigator.clipboard.writeText(junk), text);
    await canvas(page).focus();
    await page.keyboard.press('ControlOrMeta+v');
    await shows(page.getByRole('region', { name: /Notifications/ }), told);
    expect(await stored(ada, documentId)).toEqual(before);
  });
});

describe('a dropped file', () => {
  it('becomes the node that reads it, and is uploaded', async () => {
    const { page } = ada;
    const documentId = await opened({ nodes: {} }, ada);
    const files = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['name,age\nGrace,85\n'], 'grace.csv', { type: 'text/csv' }));
      return transfer;
    });
    await canvas(page).dispatchEvent('drop', { dataTransfer: files, clientX: 400, clientY: 300 });
    await page.getByRole('article', { name: 'Node Read table' }).waitFor();
    await shows(page.getByRole('article', { name: 'Node Read table' }), 'grace.csv');
    const [made] = Object.values((await stored(ada, documentId)).nodes);
    expect(made).toMatchObject({
      type: 'ingest.table',
      params: { path: expect.stringMatching(/^upload:[0-9a-f]{64}\/grace\.csv$/) },
    });
    await shows(page.getByTestId('run-button'), /Run.*1/);
  });
});

describe('order on the canvas', () => {
  it('comes by groups and by layout, and goes by undo', async () => {
    const { page } = ada;
    const documentId = await opened({ ...loose, edges: { e: { from: 'table.rows', to: 'code.rows' } } }, ada);
    await canvas(page).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('ControlOrMeta+g');
    await page.locator('.weft-group-title', { hasText: 'Group' }).waitFor();
    expect(Object.values((await stored(ada, documentId)).groups!)).toEqual([{ title: 'Group' }]);
    const before = await places(page);
    await page.keyboard.press('l');
    await expect.poll(async () => await places(page)).not.toEqual(before);
    await page.keyboard.press('ControlOrMeta+z');
    // Cells out of sight are not drawn.
    await page.keyboard.press('f');
    await expect.poll(async () => await places(page)).toEqual(before);
    await page.keyboard.press('ControlOrMeta+z');
    await page.locator('.weft-group-title').waitFor({ state: 'detached' });
  });
});

describe('without a network', () => {
  afterEach(() => cable.plug());

  it('says how many edits wait, and they arrive when it is back', async () => {
    const documentId = await opened(loose, ada, ben);
    await take(ben.page, 'index');
    await take(ada.page, 'index');
    cable.pull();
    const state = ben.page.getByTestId('save-state');
    await shows(state, 'Offline');
    for (const value of ['20', '21', '22']) {
      await param(ben.page, 'index', 'candidates').fill(value);
      await param(ben.page, 'index', 'candidates').press('Tab');
    }
    await shows(state, /Offline · \d+ edits wait/);
    expect(await param(ada.page, 'index', 'candidates').inputValue()).toBe('50');
    cable.plug();
    await saved(ben.page);
    await expect.poll(async () => await param(ada.page, 'index', 'candidates').inputValue()).toBe('22');
    expect((await stored(ada, documentId)).nodes['index']).toMatchObject({ params: { candidates: 22 } });
  });

  it('two people can make a circle; the document opens, and says so on its nodes and wires', async () => {
    const documentId = await opened(
      { nodes: { one: node('code.javascript', 0), two: node('code.javascript', 500) } },
      ada,
      ben,
    );
    const draw = async ({ page }: Person, from: string, to: string): Promise<void> => {
      await hold(page, page.getByTestId(`port-${from}-out-rows`));
      await carry(page.getByTestId(`port-${to}-in-rows`));
      await page.mouse.up();
      await wires(page).waitFor({ state: 'attached' });
    };
    cable.pull();
    await shows(ben.page.getByTestId('save-state'), 'Offline');
    await Promise.all([draw(ada, 'one', 'two'), draw(ben, 'two', 'one')]);
    cable.plug();
    await saved(ben.page);
    await expect.poll(async () => await wires(ada.page).count()).toBe(2);
    await ada.page.reload();
    for (const { page } of [ada, ben]) {
      await shows(cell(page, 'one'), /wait for each other: one → two → one/);
      const marks = page.locator('.weft-wire-label').getByRole('img', { name: /circle|wait for each other/ });
      await expect.poll(async () => await marks.count()).toBe(2);
    }
    expect(Object.values((await stored(ada, documentId)).edges!)).toHaveLength(2);
    // One wire less, and it is a document like any other.
    await wires(ada.page).first().click({ force: true });
    await ada.page.keyboard.press('Delete');
    for (const { page } of [ada, ben]) {
      await expect.poll(async () => await wires(page).count()).toBe(1);
      await expect.poll(async () => await cell(page, 'one').innerText()).not.toMatch(/wait for each other/);
    }
  });
});

describe('drawing', () => {
  it('is done for the node that changed and for no other', async () => {
    const { page } = ada;
    await opened(loose, ada, ben);
    await take(ben.page, 'index');
    await take(page, 'code');
    await saved(page);
    // What a first opening brings in later (views, the preview of a run, who else is here) must not be counted.
    await expect
      .poll(async () => await cell(page, 'index').and(page.locator('[data-watched="true"]')).count())
      .toBe(1);
    for (const id of ['table', 'code', 'index'])
      await cell(page, id).locator('[data-testid^="param-"]').first().waitFor();
    await settled(page);
    await page.evaluate(() => {
      const counts: Record<string, number> = {};
      Object.assign(globalThis, { changesOf: counts });
      for (const found of document.querySelectorAll('[data-testid^="node-"]')) {
        const id = found.getAttribute('data-testid')!.slice('node-'.length);
        if (found.closest('.react-flow__node') === null) continue;
        counts[id] = 0;
        new MutationObserver((records) => (counts[id]! += records.length)).observe(found, {
          subtree: true,
          childList: true,
          attributes: true,
          characterData: true,
        });
      }
    });
    const weight = param(ben.page, 'index', 'lexical_weight');
    for (const value of ['0.1', '0.2', '0.3']) {
      await weight.fill(value);
      await weight.press('Tab');
    }
    const field = cell(page, 'index').getByTestId('param-index-lexical_weight').getByRole('textbox');
    await expect.poll(async () => await field.inputValue()).toBe('0.3');
    await saved(ben.page);
    const counts = await page.evaluate(
      () => (globalThis as unknown as { changesOf: Record<string, number> }).changesOf,
    );
    expect(counts).toEqual({ table: 0, code: 0, index: expect.any(Number) });
    expect(counts['index']).toBeGreaterThan(0);
  });
});

describe('following', () => {
  it('moves the canvas as the other moves theirs, until Escape', async () => {
    await opened(
      { nodes: { near: node('code.javascript', 0), far: node('code.javascript', 9000) } },
      ada,
      ben,
    );
    await ada.page.getByRole('button', { name: '1 other person is here' }).click();
    await ada.page.getByRole('menuitemcheckbox', { name: 'Follow Ben' }).click();
    await shows(ada.page.getByRole('status').filter({ hasText: 'Following' }), 'Following Ben');
    const inView = async (): Promise<boolean> => {
      const [box] = await cell(ada.page, 'far').evaluateAll((found) =>
        found.map((each) => each.getBoundingClientRect().toJSON() as DOMRect),
      );
      return box !== undefined && box.left > 0 && box.right < 1440;
    };
    await ben.page.keyboard.press('1');
    await canvas(ben.page).focus();
    await ben.page.keyboard.press('Tab');
    await ben.page.keyboard.press('Tab');
    await expect.poll(inView).toBe(true);
    await ada.page.keyboard.press('Escape');
    await ada.page.getByText('Following Ben').waitFor({ state: 'detached' });
  });
});

describe('the notebook', () => {
  it('is the same document: what is changed in one view is so in the other', async () => {
    const { page } = ada;
    await opened({ ...loose, edges: { e: { from: 'table.rows', to: 'code.rows' } } }, ada);
    await canvas(page).focus();
    await page.keyboard.press('n');
    await page.waitForURL(/view=notebook/);
    for (const title of ['Read table', 'Code', 'Hybrid index'])
      await page.getByRole('region', { name: title, exact: true }).waitFor();
    const field = page.getByRole('main').getByTestId('param-index-candidates').getByRole('textbox');
    await field.fill('25');
    await field.press('Tab');
    await page.getByRole('radio', { name: 'Canvas' }).click();
    await canvas(page).waitFor();
    await take(page, 'index');
    expect(await param(page, 'index', 'candidates').inputValue()).toBe('25');
    expect(await wires(page).count()).toBe(1);
  });
});

describe('a node that this Weft does not know', () => {
  it('keeps its place: the document opens, and the node says what is wrong and what helps', async () => {
    const { page } = ada;
    const documentId = await opened(
      {
        nodes: {
          table: node('ingest.table', 0),
          foreign: node('acme.magic', 500, { params: { wand: 'elder' } }),
          future: node('index.hybrid', 1000, { version: 99, params: { candidates: 7 } }),
        },
        edges: { e: { from: 'table.rows', to: 'foreign.rows' } },
      },
      ada,
    );
    await shows(cell(page, 'foreign'), /does not know “acme\.magic”.*replace the node/);
    await shows(cell(page, 'future'), /99/);
    expect(await wires(page).count()).toBe(1);
    await shows(page.getByTestId('run-button'), /problems/);
    const { nodes } = await stored(ada, documentId);
    expect(nodes['foreign']).toMatchObject({ type: 'acme.magic', params: { wand: 'elder' } });
    expect(nodes['future']).toMatchObject({ version: 99, params: { candidates: 7 } });
  });
});
