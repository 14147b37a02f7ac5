/**
 * One afternoon of two people, from the set-up link to a finished run, in real browsers on a real installation. The steps
 * build on each other, as an afternoon does.
 */
import { readFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  cell,
  documentIdOf,
  exported,
  invite,
  join,
  newDocument,
  person,
  picture,
  saved,
  setUp,
  shows,
  stands,
  type Person,
} from './people.ts';
import { startWorld, type WeftProcess, type World } from './world.ts';

let world: World;
let ada: Person;
let ben: Person;
let worker: WeftProcess;
let address: string;

beforeAll(async () => {
  world = await startWorld({ workers: 0 });
  worker = await world.worker();
  ada = await person(world);
  ben = await person(world);
});
afterAll(async () => await world[Symbol.asyncDispose]());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picture(task.name, { ada, ben });
  const troubles = [...ada.troubles, ...ben.troubles];
  if (troubles.length > 0) throw new Error(troubles.join('\n'));
});

const goToDocument = async ({ page }: Person) => {
  await page.goto(address);
  await cell(page, 'chunks').waitFor();
};

describe('an afternoon of two people', () => {
  it('begins with the set-up link, which makes Ada the owner', async () => {
    await setUp(ada, world, 'Ada');
    await ada.page.getByRole('heading', { level: 1 }).waitFor();
  });

  it('lets Ada open a template as a document of her own', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'Templates' }).click();
    const card = page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name: 'Quick start' }) });
    await card.getByRole('button', { name: 'Use this template' }).click();
    await page.waitForURL('**/d/*');
    for (const node of ['documents', 'chunks', 'embeddings', 'index', 'questions', 'evaluation', 'publish'])
      await cell(page, node).waitFor({ state: 'attached' });
    address = new URL(page.url()).pathname;
  });

  it('lets Ben in by an invitation, as an editor', async () => {
    await join(ben, await invite(ada, world, 'Ben', 'Editor'), 'Ben');
    await Promise.all([goToDocument(ada), goToDocument(ben)]);
    await ada.page.getByRole('img', { name: 'Ben' }).first().waitFor();
    await ben.page.getByRole('img', { name: 'Ada' }).first().waitFor();
  });

  it('shows each the edits of the other, and says when they are durable', async () => {
    const size = async ({ page }: Person) => {
      await cell(page, 'chunks').click({ position: { x: 60, y: 10 } });
      return page.getByRole('complementary', { name: 'Inspector' }).getByTestId('param-chunks-size');
    };
    const [adas, bens] = await Promise.all([size(ada), size(ben)]);
    const input = adas.getByRole('textbox').first();
    await input.fill('400');
    await input.press('Tab');
    await expect.poll(async () => await bens.getByRole('textbox').first().inputValue()).toBe('400');
    await saved(ada.page);
  });

  it('undoes what Ada did and leaves what Ben did', async () => {
    const inspector = ada.page.getByRole('complementary', { name: 'Inspector' });
    const title = ben.page.getByRole('textbox', { name: 'Title of the document' });
    await title.fill('Ours');
    await title.press('Enter');
    await shows(ada.page.getByRole('heading', { level: 1 }), '');
    await expect
      .poll(async () => await ada.page.getByRole('textbox', { name: 'Title of the document' }).inputValue())
      .toBe('Ours');
    await ada.page.getByRole('button', { name: 'Undo' }).click();
    await expect
      .poll(
        async () =>
          await inspector.getByTestId('param-chunks-size').getByRole('textbox').first().inputValue(),
      )
      .not.toBe('400');
    expect(await ada.page.getByRole('textbox', { name: 'Title of the document' }).inputValue()).toBe('Ours');
    await ada.page.getByRole('button', { name: 'Redo' }).click();
    await saved(ada.page);
  });

  it('says before the run what will run, runs it, and shows the results to both', async () => {
    await shows(ada.page.getByTestId('run-button'), /Run.*7/);
    await ada.page.getByTestId('run-button').click();
    for (const { page } of [ada, ben]) {
      for (const node of ['documents', 'chunks', 'index', 'evaluation', 'publish'])
        await stands(page, node, 'succeeded');
      await shows(cell(page, 'chunks'), /\d+ chunks/);
      await shows(cell(page, 'evaluation'), /R@1 [\d.]+\s?%/);
    }
    await shows(ada.page.getByTestId('run-button'), /nothing to do.*7 cached/);
  });

  it('shows the same after a reload', async () => {
    await ben.page.reload();
    await stands(ben.page, 'publish', 'succeeded');
    await shows(cell(ben.page, 'evaluation'), /R@1/);
  });

  it('shows a run that was started on the command line, live', async () => {
    const { page } = ada;
    // The exported file is the same document: the command line goes on with it.
    const file = await exported(page, documentIdOf(page));
    const before = await page.getByRole('button', { name: /^Run \d+ / }).innerText();
    const ended = world.weft(['run', file, '--force', '--workers', '0', '--only', 'questions']);
    await ended.said(/Run \w+ of/);
    for (const each of [ada, ben])
      await expect
        .poll(async () => await each.page.getByRole('button', { name: /^Run \d+ / }).innerText())
        .not.toBe(before);
  });

  it('pauses a training and goes on where it stopped, also after its worker was killed', async () => {
    await ada.page.goto(`/w/default/d/${await newDocument(ada.page, trainingForAWhile())}`);
    await cell(ada.page, 'classifier').waitFor();
    await ada.page.getByTestId('run-button').click();
    await stands(ada.page, 'classifier', 'running');

    await ben.page.goto(ada.page.url());
    await stands(ben.page, 'classifier', 'running');
    await ben.page.reload();
    await stands(ben.page, 'classifier', 'running');

    await ada.page.getByRole('button', { name: 'Pause' }).click();
    for (const { page } of [ada, ben]) await stands(page, 'classifier', 'paused');
    await ada.page.getByRole('button', { name: 'Resume' }).click();
    await stands(ben.page, 'classifier', 'running');

    await worker.end('SIGKILL');
    worker = await world.worker();
    for (const { page } of [ada, ben]) await stands(page, 'publish', 'succeeded');
    await shows(cell(ben.page, 'evaluation'), /[\d.]+\s?%/);
  });
});

/** The template with enough rounds of training to pause, kill and look at. */
function trainingForAWhile(): unknown {
  const folder = path(import.meta.dirname, '../../../templates/text-classifier');
  const document = JSON.parse(readFileSync(path(folder, 'document.json'), 'utf8')) as {
    nodes: Record<string, { params?: Record<string, unknown> }>;
  };
  for (const node of Object.values(document.nodes))
    if (typeof node.params?.['path'] === 'string')
      node.params['path'] = `template:text-classifier/${node.params['path']}`;
  document.nodes['classifier']!.params = { epochs: 100, patience: 0, refit: false };
  return document;
}
