import { WAIT_MS } from '@weft/db/testing';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { World } from './world.ts';

export const PASSWORD = 'correct horse battery';

/** Somebody at a browser of their own. Whatever goes wrong on their page fails the test that they are in. */
export interface Person {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the page and requests to other hosts, which there must be none of. */
  readonly troubles: readonly string[];
}

export interface PersonOptions {
  readonly width?: number;
  readonly height?: number;
  readonly language?: 'en' | 'zh';
  readonly theme?: 'light' | 'dark';
}

export async function person(world: World, options: PersonOptions = {}): Promise<Person> {
  const { width = 1440, height = 900, language = 'en', theme = 'light' } = options;
  const context = await world.browser.newContext({
    viewport: { width, height },
    baseURL: world.url,
    locale: language === 'zh' ? 'zh-CN' : 'en-US',
    colorScheme: theme,
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
  });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // What the server refuses is told on the page; the browser's own line about it says nothing more.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      troubles.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^(http|ws)/.test(url.protocol) && url.host !== new URL(world.url).host)
      troubles.push(`request: ${request.url()}`);
  });
  return { page, context, troubles };
}

/** Makes themselves the owner by the link that the first start prints. */
export async function setUp({ page }: Person, world: World, name: string): Promise<void> {
  await page.goto(world.setupLink);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail').fill(`${name.toLowerCase()}@example.org`);
  await page
    .getByLabel(/^Password/)
    .first()
    .fill(PASSWORD);
  await page.getByRole('button', { name: 'Start using Weft' }).click();
  await page.waitForURL('**/w/default');
}

/** Invites somebody by e-mail and gives the link that is shown to hand over. */
export async function invite({ page }: Person, world: World, name: string, role: string): Promise<string> {
  await page.goto('/w/default/settings/members');
  const form = page.getByRole('region', { name: 'Invite somebody' });
  await form.getByLabel('E-mail').fill(`${name.toLowerCase()}@example.org`);
  await form.getByLabel('Role').click();
  await page.getByRole('option', { name: new RegExp(`^${role}`, 'i') }).click();
  await form.getByRole('button', { name: 'Invite' }).click();
  const open = page.getByRole('region', { name: 'Open invitations' });
  await shows(open, `${name.toLowerCase()}@example.org`);
  const { rows } = await world.database.pool.query<{ id: string }>(
    'select id from invitations where email = $1',
    [`${name.toLowerCase()}@example.org`],
  );
  return `/join/${rows[0]!.id}`;
}

/** Comes in by an invitation, with a new account. */
export async function join({ page }: Person, link: string, name: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'I have no account yet' }).click();
  await page.getByLabel('Name').fill(name);
  await page
    .getByLabel(/^Password/)
    .first()
    .fill(PASSWORD);
  await page.getByRole('button', { name: 'Accept and open' }).click();
  await page.waitForURL('**/w/default');
}

/** What everybody saw when something went wrong, in e2e/failures. */
export async function picture(
  name: string,
  people: Readonly<Record<string, Person | undefined>>,
): Promise<void> {
  for (const [who, each] of Object.entries(people))
    await each?.page.screenshot({
      path: path(import.meta.dirname, 'failures', `${name.replaceAll(/\W+/g, '-')}.${who}.png`),
    });
}

export const cell = (page: Page, nodeId: string): Locator => page.getByTestId(`node-${nodeId}`);
export const status = (page: Page, nodeId: string): Locator => page.getByTestId(`status-${nodeId}`);

/** Everything typed is durable. */
export async function saved(page: Page): Promise<void> {
  await page.getByTestId('save-state').filter({ hasText: 'Saved' }).waitFor();
}

/** Waits until a step stands like this for whoever looks. */
export async function stands(page: Page, nodeId: string, expected: string | RegExp): Promise<void> {
  await expect
    .poll(
      async () =>
        await status(page, nodeId).evaluateAll(
          ([found]) => found?.getAttribute('data-status') ?? '(not there)',
        ),
    )
    .toMatch(expected);
}

/** Waits until the text of something is as expected, and says what it was if it never is. */
export async function shows(locator: Locator, text: string | RegExp): Promise<void> {
  await expect
    .poll(
      async () =>
        await locator.evaluateAll(
          ([found]) => (found as HTMLElement | undefined)?.innerText ?? '(not there)',
        ),
    )
    .toMatch(text);
}

/** Nothing is still being fetched or drawn. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await globalThis.document.fonts.ready;
    // Two frames: what was measured in the first is drawn in the second.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
  // What lies outside the window is drawn when it comes into it.
  const working = async () =>
    await page.locator('.weft-breathe, [data-testid="run-button"][data-kind="checking"]').evaluateAll(
      (found) =>
        found.filter((each) => {
          const { top, bottom } = each.getBoundingClientRect();
          return bottom > 0 && top < innerHeight;
        }).length,
    );
  await expect.poll(working).toBe(0);
}

/** Asks the server as the page would. */
export async function ask<T>(
  page: Page,
  procedure: string,
  input: unknown,
  method: 'GET' | 'POST',
): Promise<T> {
  return await page.evaluate(
    async ([name, text, verb]) => {
      const address = `/api/trpc/${name}${verb === 'GET' ? `?input=${encodeURIComponent(text)}` : ''}`;
      const response = await fetch(address, {
        method: verb,
        ...(verb === 'POST' ? { body: text, headers: { 'content-type': 'application/json' } } : {}),
      });
      const body = (await response.json()) as { result?: { data: unknown } };
      if (!response.ok) throw new Error(JSON.stringify(body));
      return body.result!.data as never;
    },
    [procedure, JSON.stringify(input), method] as const,
  );
}

/** A document of the default workspace with this content. */
export async function newDocument(page: Page, content: unknown): Promise<string> {
  const me = await ask<{ person: { workspaces: { workspaceId: string }[] } }>(page, 'session.me', {}, 'GET');
  const { workspaceId } = me.person.workspaces[0]!;
  const made = await ask<{ documentId: string }>(
    page,
    'documents.create',
    { workspaceId, from: { content } },
    'POST',
  );
  return made.documentId;
}

/** Exports a document to a file that the command line takes. */
export async function exported(page: Page, documentId: string): Promise<string> {
  const { name, text } = await ask<{ name: string; text: string }>(
    page,
    'documents.export',
    { documentId },
    'GET',
  );
  const file = path(await mkdtemp(path(tmpdir(), 'weft-export-')), name);
  await writeFile(file, text);
  return file;
}

/** The id of the document that the page shows. */
export const documentIdOf = (page: Page): string => /\/d\/([0-9a-f-]{36})/.exec(page.url())![1]!;
