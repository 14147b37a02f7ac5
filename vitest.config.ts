import { defineConfig } from 'vitest/config';
import { TEST_MS, WAIT_MS } from './prisma/src/testing/limits.ts';

export default defineConfig({
  test: {
    include: ['{apps,packages,prisma,bench,templates,scripts,docs}/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    globalSetup: ['prisma/src/testing.globalSetup.ts'],
    // Tests compare plain text, wherever the run's own output goes.
    env: { NO_COLOR: '1' },
    expect: { poll: { timeout: WAIT_MS, interval: 20 } },
    testTimeout: TEST_MS,
    hookTimeout: TEST_MS,
    pool: 'forks',
    maxConcurrency: 3,
    maxWorkers: 2,
  },
});
