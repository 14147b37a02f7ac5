import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,packages,prisma,bench,templates,scripts,docs}/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    globalSetup: ['prisma/src/testing.globalSetup.ts'],
    // Tests compare plain text, wherever the run's own output goes.
    env: { NO_COLOR: '1' },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxConcurrency: 3,
    maxWorkers: 2,
  },
});
