/**
 * Results never depend on the clock, on chance or on the machine: the same inputs and params give the same bytes, and
 * those are cached for ever. So no code of a node may ask for any of them, but in the places below, which say why their
 * answer cannot reach a result. Views are free to: they draw what is there.
 */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const PACKAGES = join(import.meta.dirname, '../..');

const QUESTIONS: Readonly<Record<string, RegExp>> = {
  'the time': /\bDate\.now\b|\bnew Date\(\)|\bDate\(\)|\bperformance\b\s*\.|\bhrtime\b|\bcpuUsage\b/,
  'a timer': /\bset(?:Timeout|Interval|Immediate)\b|node:timers|\bAbortSignal\.timeout\b/,
  'who is first': /\bPromise\.(?:race|any)\b/,
  chance: /\bMath\.random\b|\brandom(?:UUID|Bytes|Int|FillSync)\b|\bgetRandomValues\b/,
  'the machine': /\bnode:os\b|\bavailableParallelism\b|\bmemoryUsage\b|\bhardwareConcurrency\b/,
  'the language of the machine': /\blocaleCompare\(|\btoLocale\w*\(|\bIntl\.(?!Segmenter\b)\w+/,
};

const MEASURES = 'a figure for the step’s metrics, which no artifact holds and no hash covers';
/** By file and question: why the answer is no part of any result. */
const ALLOWED: Readonly<Record<string, string>> = {
  'evaluate/lib/latency.ts: the time': MEASURES,
  'train/classifier/execute.ts: the time': MEASURES,
  'train/layers/execute.ts: the time': MEASURES,
  'isolate/limitedWorker.ts: the time': 'a limit on processor time ends the attempt',
  'isolate/limitedWorker.ts: a timer': 'a limit on processor time ends the attempt',
  'isolate/limitedWorker.ts: the machine': 'a limit on memory ends the attempt',
  'code/lib/sandboxThread.ts: the time': 'sets the clock of the sandbox to one moment',
  'code/lib/guestDriver.ts: chance': 'replaces it by numbers that follow from the seed and the row',
  'build/tfjsBundle.ts: chance': 'names a file that is renamed when it is complete',
  'embed/transformers/hub.ts: a timer':
    'a download that does not begin ends the attempt; what arrives is checked by hash',
  'embed/transformers/hub.ts: chance': 'names a file that is renamed when it is complete',
  'search/vector/usearchEngine.ts: the machine':
    'threads that share out queries, each answered by one of them',
};

const withoutComments = (source: string): string =>
  source.replaceAll(/\/\*.*?\*\//gs, '').replaceAll(/(^|[\s;{}()])\/\/[^\n]*/g, '$1');

async function asked(): Promise<string[]> {
  const found = new Set<string>();
  for await (const path of glob('{nodes,ml}/src/**/*.ts', { cwd: PACKAGES })) {
    const file = path.replaceAll('\\', '/').replace(/^\w+\/src\//, '');
    if (/(?:\.test|\.bench|\.gen)\.ts$|(?:^|\/)testing(?:\/|\.ts$)|^view\//.test(file)) continue;
    const source = withoutComments(await readFile(join(PACKAGES, path), 'utf8'));
    for (const [question, pattern] of Object.entries(QUESTIONS))
      if (source.search(pattern) >= 0) found.add(`${file}: ${question}`);
  }
  return [...found].sort();
}

test('no node asks for the time, for chance or for the machine, but where the answer cannot reach a result', async () => {
  expect(await asked()).toEqual(Object.keys(ALLOWED).sort());
});

test('the patterns find what they are for', () => {
  const asks: Record<string, string> = {
    'const t = Date.now();': 'the time',
    'const t = new Date();': 'the time',
    'const { now } = performance.timeOrigin;': 'the time',
    'setTimeout(go, 5);': 'a timer',
    'await Promise.race([a, b]);': 'who is first',
    'const id = randomUUID();': 'chance',
    "import { cpus } from 'node:os';": 'the machine',
    'names.sort((a, b) => a.localeCompare(b));': 'the language of the machine',
    'n.toLocaleString()': 'the language of the machine',
  };
  const missed = Object.entries(asks).filter(
    ([source, question]) => withoutComments(source).search(QUESTIONS[question]!) < 0,
  );
  expect(missed).toEqual([]);
  expect(withoutComments('// Date.now()\nnew Date(0); /* Math.random */')).not.toMatch(
    new RegExp(
      Object.values(QUESTIONS)
        .map(({ source }) => source)
        .join('|'),
    ),
  );
});
