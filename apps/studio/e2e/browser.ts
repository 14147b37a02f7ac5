import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const SYSTEM = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** WEFT_CHROMIUM, else the system's, else the one from npm, which needs no root and no download. */
async function findChromium(): Promise<string> {
  const named = process.env['WEFT_CHROMIUM'];
  if (named !== undefined) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const system = SYSTEM.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  return system ?? (await packagedChromium());
}

/** It unpacks itself into the temporary folder and takes whatever is there already, also of another version. */
async function packagedChromium(): Promise<string> {
  const { version } = readPackage(import.meta.resolve('@sparticuz/chromium'));
  const folder = join(tmpdir(), `weft-chromium-${version}`);
  await mkdir(folder, { recursive: true });
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    return await packaged.executablePath();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

/** The package.json of the package that a module belongs to; the package does not export it. */
function readPackage(url: string): { version: string } {
  const file = new URL('package.json', url);
  const found = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { version?: string }) : {};
  return found.version === undefined ? readPackage(new URL('..', url).href) : { version: found.version };
}

/**
 * Without a GPU, since drawing with an emulated one stalls; without Chromium's own sandbox, which containers do not allow.
 * None of the flags that the npm package recommends: they switch off what a browser protects people with.
 */
const ARGS = ['--disable-gpu', '--no-sandbox'];

export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: await findChromium(), args: ARGS, headless: true });
}
