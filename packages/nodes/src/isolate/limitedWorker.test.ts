import { afterAll, expect, test } from 'vitest';
import { limitedWorker } from './limitedWorker.ts';
import type { HostileJob } from './testing/hostileThread.ts';

const worker = limitedWorker<HostileJob, string>({
  script: new URL('./testing/hostileThread.ts', import.meta.url),
  resourceLimits: { maxOldGenerationSizeMb: 24 },
  growthMb: 200,
});
afterAll(() => worker.close());
const run = (job: HostileJob, cpuMs = 20_000, signal?: AbortSignal) => worker.run(job, { cpuMs, signal });

test.each<[HostileJob, number, object]>([
  ['throw', 20_000, { name: 'JobFailed', thrown: 'TypeError', message: 'no good' }],
  ['spin', 100, { name: 'WorkerStopped', why: 'cpu', message: 'needs more than 0.1 s of processor time' }],
  ['wait', 100, { name: 'JobFailed', message: 'waited' }],
  ['fill the heap', 20_000, { why: 'memory', message: 'needs more than 24 MB of memory' }],
  ['fill buffers', 20_000, { why: 'memory', message: 'needs more than 200 MB of memory' }],
  ['exit', 20_000, { why: 'crash' }],
  ['crash later', 20_000, { name: 'JobFailed', thrown: 'Error', message: 'out of nowhere' }],
])('a job that does "%s" fails alone: the next one is answered', async (job, cpuMs, error) => {
  await expect(run(job, cpuMs)).rejects.toMatchObject(error);
  expect(await run('answer')).toBe('an answer');
});

test('what a job leaves behind to crash later costs no other job', async () => {
  expect(await run('answer, then crash')).toBe('an answer');
  for (let more = 0; more < 3; more++) expect(await run('answer')).toBe('an answer');
});

test('an abort stops the job at once', async () => {
  const abort = new AbortController();
  const spinning = run('spin', 20_000, abort.signal);
  abort.abort();
  await expect(spinning).rejects.toMatchObject({ why: 'aborted' });
});

test('a second job is refused while one runs', async () => {
  const first = run('answer');
  await expect(run('answer')).rejects.toThrow(/busy/);
  expect(await first).toBe('an answer');
});

test('the thread sees nothing of the environment', async () => {
  process.env['WEFT_TEST_CANARY'] = 'secret';
  expect(await run('env')).toBe('{}');
});
