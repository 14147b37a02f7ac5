import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Flags of the npm-packaged Chromium that make drawing stall for half a second every few frames, or crash with two pages. */
const HARMFUL = /^--(use-gl|use-angle|in-process-gpu|ignore-gpu-blocklist|single-process|headless)/;
const SYSTEM = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

interface Found {
  readonly executablePath: string;
  readonly args: readonly string[];
}

/** WEFT_CHROMIUM, else the system's, else the one from npm, which needs no root and no download. */
async function findChromium(): Promise<Found> {
  const plain = ['--disable-gpu', '--no-sandbox'];
  const named = process.env['WEFT_CHROMIUM'];
  if (named !== undefined) return { executablePath: named, args: plain };
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const system = SYSTEM.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (system !== undefined) return { executablePath: system, args: plain };
  return await packagedChromium();
}

/** It unpacks itself into the temporary folder and takes whatever is there already, also of another version. */
async function packagedChromium(): Promise<Found> {
  const { version } = readPackage(import.meta.resolve('@sparticuz/chromium'));
  const folder = join(tmpdir(), `weft-chromium-${version}`);
  await mkdir(folder, { recursive: true });
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    return {
      executablePath: await packaged.executablePath(),
      args: [...packaged.args.filter((flag) => !HARMFUL.test(flag)), '--disable-gpu'],
    };
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

/** The package.json of the package that a module belongs to; the package does not export it. */
function readPackage(url: string): { version: string } {
  const file = new URL('package.json', url);
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string })
    : readPackage(new URL('..', url).href);
}

export async function launchBrowser(): Promise<Browser> {
  const { executablePath, args } = await findChromium();
  return await chromium.launch({ executablePath, args: [...args], headless: true });
}
