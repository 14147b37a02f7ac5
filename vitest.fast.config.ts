import { defineConfig } from 'vitest/config';
import { fastTests } from './scripts/fastTests.ts';
import whole from './vitest.config.ts';

/** The fast lane: the tests that need nothing but Node. Without the folder of the global set-up there is no database. */
export default defineConfig({
  test: { ...whole.test, include: [...(await fastTests())], globalSetup: [] },
});
