/** The only two time limits of the tests; vitest.config.ts applies them to every test, hook and `expect.poll`. */

/**
 * How long a test waits for something that must happen, in a browser or not. A wait ends as soon as it has happened, so
 * this only bounds a hang: long enough for a machine many times slower than ours.
 */
export const WAIT_MS = 400_000;

/** Longer than a wait, so that a hang is reported by the wait, which says what it waited for. */
export const TEST_MS = 900_000;
