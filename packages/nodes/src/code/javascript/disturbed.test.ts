import { setTimeout as passes } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { disturbable, pulsed } from '@weft/engine/testing';
import { beforeAll, describe, expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../testing/printOutputs.ts', import.meta.url));
const start = () => disturbable([SCRIPT]);
const outputsOf = (printed: string): unknown => JSON.parse(/^outputs (.*)$/m.exec(printed)![1]!);

describe.skipIf(process.platform === 'win32')('the rows of a batch', { timeout: 120_000 }, () => {
  let undisturbed: unknown;
  beforeAll(async () => void (undisturbed = outputsOf(await start().done)), 120_000);

  test('fail only for what they do themselves', () => {
    expect(undisturbed).toMatchObject({
      outputs: { rows: { rows: 299 } },
      errors: [{ row: 200, reason: 'took more than 1 million steps' }],
    });
  });

  test('are the same when the process is stopped for three seconds in the middle of them', async () => {
    const child = start();
    await child.said('running');
    child.stop();
    await passes(3000);
    child.wake();
    expect(outputsOf(await child.done)).toEqual(undisturbed);
  });

  test('are the same when the process stands still half of the time', async () => {
    expect(outputsOf(await pulsed(start()))).toEqual(undisturbed);
  });

  test('are the same beside processes that keep every core busy', async () => {
    const busy = Array.from({ length: 4 }, () => disturbable(['-e', 'for (;;);']));
    try {
      expect(outputsOf(await start().done)).toEqual(undisturbed);
    } finally {
      for (const child of busy) child.kill();
      await Promise.allSettled(busy.map(({ done }) => done));
    }
  });
});
