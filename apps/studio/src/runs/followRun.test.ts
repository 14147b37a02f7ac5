import { graph, testEngine, type TestEngine } from '@weft/engine/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followRun } from './followRun.ts';
import type { RunSource } from './source.ts';
import { createRunsStore, type RunsState, type RunsStore } from './store.ts';

/** Follows a real run of a real engine; only the wire between is made here, so that it can be cut. */
let test: TestEngine;
beforeAll(async () => {
  test = await testEngine();
  await test.worker();
});
afterAll(async () => await test.close());

const training = graph({
  rows: { type: 'stub.source', params: { count: 8 } },
  train: { type: 'stub.train', in: { rows: 'rows.rows' } },
  ask: { type: 'stub.ask', in: { rows: 'train.rows' } },
});

interface Wire {
  readonly source: RunSource;
  /** Cuts every subscription; they resume after the last event that came through, as EventSource does. */
  readonly cut: () => void;
  readonly heal: () => void;
  readonly given: number[];
}

function wire(): Wire {
  const given: number[] = [];
  let down = Promise.withResolvers<void>();
  let up = Promise.resolve();
  let raise = () => {};
  const source: RunSource = {
    async get(runId) {
      const view = (await test.engine.view(runId))!;
      return { ...view, documentId: 'd', startedBy: null, versionNumber: 1, params: {} };
    },
    events({ runId, after, onData, onLink, onEnd }) {
      const stop = new AbortController();
      void (async () => {
        let seen = after;
        while (!stop.signal.aborted) {
          await up;
          onLink(true);
          const cut = new AbortController();
          void down.promise.then(() => cut.abort());
          const signal = AbortSignal.any([stop.signal, cut.signal]);
          for await (const event of test.engine.watch(runId, { after: BigInt(seen), signal })) {
            if (signal.aborted) break;
            seen = Number(event.seq);
            given.push(seen);
            onData({ ...event, seq: seen, at: event.at.toISOString() });
          }
          if (!signal.aborted) return onEnd(null);
          onLink(false);
        }
      })();
      return () => stop.abort();
    },
    watch: () => () => {},
    preview: () => Promise.reject(new Error('not asked here')),
  };
  return {
    source,
    given,
    cut() {
      const gate = Promise.withResolvers<void>();
      up = gate.promise;
      raise = gate.resolve;
      down.resolve();
    },
    heal() {
      down = Promise.withResolvers<void>();
      raise();
    },
  };
}

const until = async (store: RunsStore, reached: (state: RunsState) => boolean) =>
  await new Promise<void>((resolve) => {
    const check = (state: RunsState) => {
      if (!reached(state)) return;
      stop();
      resolve();
    };
    const stop = store.subscribe(check);
    check(store.getState());
  });

describe('followRun', () => {
  it('shows a run to its end across a cut wire, with every event once', async () => {
    const runId = await test.start(training, { ref: 'cut' });
    const store = createRunsStore({ documentId: 'd', workspaceId: 'w' });
    const { source, given, cut, heal } = wire();
    const following = followRun(source, store, runId);
    await until(store, ({ run }) => run?.steps.get('ask')?.phase === 'asking');
    cut();
    await until(store, ({ link }) => link.kind === 'interrupted');
    await test.answer(runId, 'ask', true);
    await test.finished(runId);
    expect(store.getState().run!.status).toBe('running');
    heal();
    await until(store, ({ link }) => link.kind === 'complete');
    following.stop();
    const { run } = store.getState();
    expect(run!.status).toBe('succeeded');
    expect([...run!.steps.values()].map(({ key }) => key)).not.toContain(null);
    expect(new Set(given).size).toBe(given.length);
  });

  it('gives somebody who comes after the end the curves as well', async () => {
    const runId = await test.start(training, { ref: 'late' });
    const early = createRunsStore({ documentId: 'd', workspaceId: 'w' });
    const { source } = wire();
    const one = followRun(source, early, runId);
    await until(early, ({ run }) => run?.steps.get('ask')?.phase === 'asking');
    await test.answer(runId, 'ask', true);
    await until(early, ({ link }) => link.kind === 'complete');
    const late = createRunsStore({ documentId: 'd', workspaceId: 'w' });
    const two = followRun(source, late, runId);
    await until(late, ({ link }) => link.kind === 'complete');
    one.stop();
    two.stop();
    const curves = (store: RunsStore) => store.getState().run!.steps.get('train')!.curves;
    expect(curves(late)).toEqual(curves(early));
  });

  it('takes up a run again that was over and is retried', async () => {
    const failing = graph({ broken: { type: 'stub.fail', params: { kind: 'input' } } });
    const runId = await test.start(failing, { ref: 'retry' });
    const store = createRunsStore({ documentId: 'd', workspaceId: 'w' });
    const { source } = wire();
    const following = followRun(source, store, runId);
    await until(store, ({ link }) => link.kind === 'complete');
    expect(store.getState().run!.status).toBe('failed');
    const before = store.getState().run!.seq;
    await test.control('retry', runId);
    following.again();
    await until(store, ({ run, link }) => run!.seq > before && link.kind === 'complete');
    following.stop();
    expect(store.getState().run!.status).toBe('failed');
  });

  it('says so when there is no such run', async () => {
    const store = createRunsStore({ documentId: 'd', workspaceId: 'w' });
    const refusal = Object.assign(new Error('gone'), { data: { weft: { code: 'not_found' } } });
    const source = { ...wire().source, get: () => Promise.reject(refusal) };
    const following = followRun(source, store, 'nowhere');
    await until(store, ({ link }) => link.kind === 'refused');
    following.stop();
    expect(store.getState().run).toBeNull();
  });
});
