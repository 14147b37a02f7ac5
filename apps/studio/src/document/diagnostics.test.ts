import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { createDiagnostics } from './diagnostics.ts';
import { createLiveStore } from './liveStore.ts';
import { registry } from './specs.ts';

const atOnce = (work: () => void): (() => void) => {
  work();
  return () => {};
};

it('a document that has not come yet is not called empty; one that is here and empty is', async () => {
  const diagnostics = createDiagnostics(createLiveStore(new Y.Doc()), registry, atOnce);
  expect(diagnostics.all()).toEqual([]);
  const told = new Promise<void>((resolve) => diagnostics.subscribe(resolve));
  diagnostics.look();
  await told;
  expect(diagnostics.all().map(({ code }) => code)).toEqual(['document.empty']);
  diagnostics.destroy();
});
