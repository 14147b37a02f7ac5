/** How much a browser has to fetch before a document can be used, measured in one, as the server sends it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cell, person, saved, setUp, type Person } from './people.ts';
import { startWorld, type World } from './world.ts';

/**
 * kB. Of it 65 are React, 60 the canvas, 40 node types with zod, 32 the shared document, 23 queries, 18 languages; browsers
 * that take brotli get an eighth less. Raise it only for what people need before they can read a document.
 */
const LIMIT = 420;

let world: World;
let ada: Person;

beforeAll(async () => {
  world = await startWorld({ demo: true });
  ada = await person(world);
  await setUp(ada, world, 'Ada');
  // What is fetched when the page is at rest is not waited for by anybody: here a page is never at rest.
  await ada.context.addInitScript(() => {
    window.requestIdleCallback = () => 0;
  });
});
afterAll(async () => await world[Symbol.asyncDispose]());

/** Scripts and styles that the page has asked for so far, with their sizes in kB as sent to browsers that take gzip. */
async function fetched(paths: ReadonlySet<string>): Promise<ReadonlyMap<string, number>> {
  const sizes = await Promise.all(
    [...paths].map(async (path) => {
      const answer = await fetch(new URL(path, world.url), { headers: { 'accept-encoding': 'gzip' } });
      await answer.body?.cancel();
      return [path, Number(answer.headers.get('content-length')) / 1024] as const;
    }),
  );
  return new Map(sizes);
}

const sum = (sizes: ReadonlyMap<string, number>): number =>
  [...sizes.values()].reduce((all, one) => all + one, 0);

describe('the first load of a document', () => {
  it('takes less than 420 kB until all its cells say what they made', async () => {
    const { page } = ada;
    const { rows } = await world.database.pool.query<{ id: string }>('select id from documents');
    const paths = new Set<string>();
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (/\.(?:js|css)$/.test(pathname)) paths.add(pathname);
    });
    await page.goto(`/w/default/d/${rows[0]!.id}`);
    await cell(page, 'evaluation').getByText('R@1').waitFor();
    await saved(page);
    const sizes = await fetched(paths);
    if (sum(sizes) >= LIMIT) throw new Error(`${sum(sizes).toFixed(1)} kB:\n${table(sizes)}`);
    // Each of them alone is more than everything above.
    expect([...paths].filter((path) => /monaco|editor\.api|echarts|elk/i.test(path))).toEqual([]);
  });
});

const table = (sizes: ReadonlyMap<string, number>): string =>
  [...sizes]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 20)
    .map(([path, size]) => `${size.toFixed(1)} kB ${path}`)
    .join('\n');
