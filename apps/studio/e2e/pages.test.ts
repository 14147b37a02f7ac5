/**
 * Every page, looked at by axe and by a camera: three widths, two themes, two languages. The pictures go to
 * docs/screenshots, where one is missing or all are asked for with WEFT_SCREENSHOTS=1.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, cell, person, settled, setUp, stands, type Person } from './people.ts';
import { startWorld, type World } from './world.ts';

const SCREENSHOTS = join(import.meta.dirname, '../../../docs/screenshots');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 820, height: 1180 },
] as const;

let world: World;
let ada: Person;
let document: string;
beforeAll(async () => {
  await mkdir(SCREENSHOTS, { recursive: true });
  world = await startWorld({ demo: true });
  ada = await person(world);
  await setUp(ada, world, 'Ada');
  const { rows } = await world.database.pool.query<{ id: string }>(
    `select id from documents where ref = 'template:quick-start'`,
  );
  document = `/w/default/d/${rows[0]!.id}`;
});
afterAll(async () => await world[Symbol.asyncDispose]());

interface Screen {
  readonly name: string;
  readonly path: () => string;
  /** Resolves when there is something to see. */
  readonly ready: (page: Page) => Promise<unknown>;
  /** Kept as a picture in every width, theme and language. */
  readonly pictured?: boolean;
}

const heading = async (page: Page) => await page.getByRole('heading', { level: 1 }).first().waitFor();

const SCREENS: readonly Screen[] = [
  { name: 'home', path: () => '/w/default', ready: heading, pictured: true },
  { name: 'templates', path: () => '/w/default/templates', ready: heading, pictured: true },
  {
    name: 'canvas',
    path: () => document,
    ready: async (page) => await page.locator('[data-status="succeeded"]').first().waitFor(),
    pictured: true,
  },
  {
    name: 'cell',
    path: () => `${document}?node=chunks`,
    ready: async (page) => await page.locator('[data-status="succeeded"]').first().waitFor(),
    pictured: true,
  },
  {
    name: 'notebook',
    path: () => `${document}?view=notebook`,
    ready: async (page) => await stands(page, 'documents', 'succeeded'),
    pictured: true,
  },
  { name: 'runs', path: () => '/w/default/runs', ready: heading },
  { name: 'workers', path: () => '/w/default/workers', ready: heading },
  { name: 'settings', path: () => '/w/default/settings/workspace', ready: heading },
  { name: 'members', path: () => '/w/default/settings/members', ready: heading },
  { name: 'keys', path: () => '/w/default/settings/keys', ready: heading },
  { name: 'sessions', path: () => '/w/default/settings/sessions', ready: heading },
  { name: 'appearance', path: () => '/w/default/settings/appearance', ready: heading },
  { name: 'nothing here', path: () => '/w/default/nothing', ready: heading },
];

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe calls serious or critical, one line each. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }).then((result) => result.violations)`,
  )) as Violation[];
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes
        .slice(0, 5)
        .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} — ${failureSummary.slice(0, 200)}`),
    );
}

const looks = (['light', 'dark'] as const).flatMap((theme) =>
  (['en', 'zh'] as const).map((language) => ({ theme, language })),
);

describe.each(looks)('in $theme, in $language', ({ theme, language }) => {
  // Lists and forms are made of the same parts: two looks show all of those.
  const both = (theme === 'light') === (language === 'en');
  let viewer: Person;
  beforeAll(async () => {
    viewer = await person(world, { theme, language });
    await viewer.context.addCookies(await ada.context.cookies());
    await viewer.context.addInitScript((chosen) => localStorage.setItem('weft.theme', chosen), theme);
    // The language is the person's, wherever they sign in.
    await viewer.page.goto('/w/default');
    await ask(viewer.page, 'session.update', { language }, 'POST');
  });
  afterAll(async () => await viewer.context.close());

  it.each(SCREENS.filter(({ pictured }) => pictured === true || both))(
    '$name has no serious violation and fits every width',
    async ({ name, path, ready, pictured }) => {
      const { page, troubles } = viewer;
      for (const size of WIDTHS) {
        await page.setViewportSize(size);
        await page.goto(path());
        await ready(page);
        await settled(page);
        const overflow = await page.evaluate(
          () => globalThis.document.documentElement.scrollWidth - globalThis.innerWidth,
        );
        expect({ width: size.width, overflow }).toEqual({ width: size.width, overflow: 0 });
        if (size.width === 1440) expect(await violations(page)).toEqual([]);
        if (pictured !== true) break;
        const file = join(SCREENSHOTS, `${name}-${size.width}-${theme}-${language}.png`);
        const wanted = !existsSync(file) || process.env['WEFT_SCREENSHOTS'] === '1';
        const picture = await page.screenshot(wanted ? { path: file } : {});
        expect(picture.length).toBeGreaterThan(10_000);
      }
      expect(troubles).toEqual([]);
    },
  );
});

describe('without a session', () => {
  it.each(['/sign-in', '/sign-up', '/setup', '/join/00000000-0000-7000-8000-000000000009', '/reset'])(
    '%s has no serious violation',
    async (path) => {
      const { page, context, troubles } = await person(world);
      await page.goto(path);
      await heading(page);
      await settled(page);
      expect(await violations(page)).toEqual([]);
      expect(troubles).toEqual([]);
      await context.close();
    },
  );
});

describe('dialogs', () => {
  it.each([
    ['the command palette', 'Control+k'],
    ['the sheet of keys', '?'],
  ])('%s opens by key, has no serious violation, and goes with Escape', async (_, key) => {
    const { page } = ada;
    await page.goto(document);
    await cell(page, 'chunks').waitFor();
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});
