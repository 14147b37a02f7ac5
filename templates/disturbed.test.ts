/** Time is no input: a template gives the same artifacts when its process stands still half of the time. */
import { join } from 'node:path';
import { disturbable, pulsed } from '@weft/engine/testing';
import { expect, test } from 'vitest';

const start = (slug: string) => disturbable([join(import.meta.dirname, 'testing/printOutputs.ts'), slug]);
const outputsOf = (printed: string): unknown => JSON.parse(/^outputs (.*)$/m.exec(printed)![1]!);

test.skipIf(process.platform === 'win32').each(['quick-start', 'text-classifier'])(
  '%s gives the same artifacts when its process is stopped again and again',
  { timeout: 600_000 },
  async (slug) => {
    const undisturbed = outputsOf(await start(slug).done) as object;
    expect(Object.keys(undisturbed)).toContain('publish');
    expect(outputsOf(await pulsed(start(slug)))).toEqual(undisturbed);
  },
);
