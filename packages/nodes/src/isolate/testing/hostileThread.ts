import { serveJobs } from '../serveJobs.ts';

/** Does what a job asks, however bad, for the tests of `limitedWorker`. */
export type HostileJob =
  | 'answer'
  | 'answer, then crash'
  | 'throw'
  | 'spin'
  | 'wait'
  | 'fill the heap'
  | 'fill buffers'
  | 'exit'
  | 'crash later'
  | 'env';

const kept: unknown[] = [];

serveJobs<HostileJob, string>((job) => {
  switch (job) {
    case 'answer':
      return 'an answer';
    case 'answer, then crash':
      setTimeout(() => {
        throw new Error('left behind');
      }, 1);
      return 'an answer';
    case 'throw':
      throw new TypeError('no good');
    case 'spin':
      for (;;);
    case 'wait':
      // Longer than the processor time it is given, and it uses next to none.
      return new Promise((_, reject) => setTimeout(() => reject(new Error('waited')), 500));
    case 'fill the heap':
      for (;;) kept.push(Array.from({ length: 1000 }, (_, i) => ({ i })));
    case 'fill buffers':
      for (;;) kept.push(new Uint8Array(2 ** 20).fill(1));
    case 'exit':
      process.exit(3);
    case 'crash later':
      setImmediate(() => {
        throw new Error('out of nowhere');
      });
      return new Promise<string>(() => {});
    case 'env':
      return JSON.stringify(process.env);
  }
});
