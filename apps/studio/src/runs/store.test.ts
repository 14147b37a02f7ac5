import { describe, expect, it } from 'vitest';
import { previewOf } from './forecast.ts';
import { createRunsStore } from './store.ts';
import type { RunDetail, RunItem, StepDetail, WireEvent } from './wire.ts';

const stepDetail = (nodeId: string, rest: Partial<StepDetail> = {}): StepDetail => ({
  nodeId,
  type: 'stub.noop',
  status: 'waiting',
  key: null,
  attempts: 0,
  ms: null,
  outputs: {},
  metrics: {},
  warnings: 0,
  error: null,
  waiting: null,
  question: null,
  ...rest,
});

const detail = (rest: Partial<RunDetail> = {}): RunDetail => ({
  runId: 'r1',
  number: 1,
  title: 'Test',
  documentId: 'd1',
  status: 'running',
  createdAt: '2026-01-01T00:00:00.000Z',
  finishedAt: null,
  startedBy: null,
  versionNumber: 1,
  lastSeq: 0,
  steps: [stepDetail('a'), stepDetail('b'), stepDetail('c')],
  params: {
    a: { type: 'stub.noop', version: 1, params: {}, parents: [] },
    b: { type: 'stub.noop', version: 1, params: {}, parents: ['a'] },
    c: { type: 'stub.noop', version: 1, params: {}, parents: [] },
  },
  ...rest,
});

const item = (rest: Partial<RunItem> = {}): RunItem => ({
  runId: 'r1',
  number: 1,
  documentId: 'd1',
  title: 'Test',
  status: 'running',
  steps: 3,
  executed: 0,
  cached: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  ms: 0,
  startedBy: null,
  ...rest,
});

const at = '2026-01-01T00:00:01.000Z';
const open = () => createRunsStore({ documentId: 'd1', workspaceId: 'w1' });

describe('createRunsStore', () => {
  it('keeps every step the same object that an event is not about', () => {
    const store = open();
    store.picture(detail());
    const before = store.getState().steps;
    store.events('r1', [
      { seq: 1, at, type: 'step:started', nodeId: 'c', data: { attempt: 1, worker: 'w' } },
      { seq: 2, at, type: 'step:progress', nodeId: 'c', data: { done: 1, total: 2, unit: 'rows' } },
    ] as WireEvent[]);
    const after = store.getState().steps;
    expect(after.get('a')).toBe(before.get('a'));
    expect(after.get('b')).toBe(before.get('b'));
    expect(after.get('c')).toMatchObject({ status: 'running', progress: { done: 1, total: 2 } });
  });

  it('says whom a step waits for, and tells anew when that changes', () => {
    const store = open();
    store.picture(detail());
    expect(store.getState().steps.get('b')!.waiting!.reason.en).toBe('waits for a');
    store.events('r1', [
      {
        seq: 1,
        at,
        type: 'step:cached',
        nodeId: 'a',
        data: { outputs: {}, metrics: {}, warnings: 0 },
      },
    ] as WireEvent[]);
    expect(store.getState().steps.get('b')!.waiting!.reason.en).toBe('its inputs are being looked up');
  });

  it('marks finished steps stale as soon as the preview says so, and no others', () => {
    const store = open();
    const done = detail({
      status: 'succeeded',
      steps: ['a', 'b', 'c'].map((id) => stepDetail(id, { status: 'succeeded', key: id })),
    });
    store.picture(done);
    const before = store.getState().steps;
    const step = (nodeId: string, key: string | null, will: 'run' | 'follows' | 'cached') => ({
      nodeId,
      type: 'stub.noop',
      will,
      why: { en: '', zh: '' },
      changes: [],
      key,
      estimatedMs: null,
    });
    store.preview(
      previewOf({
        diagnostics: [],
        steps: [step('a', 'new', 'run'), step('b', null, 'follows'), step('c', 'c', 'cached')],
        execute: 2,
        cached: 1,
        estimatedMs: null,
      }),
    );
    const { steps } = store.getState();
    expect([...steps.values()].filter(({ stale }) => stale).map(({ nodeId }) => nodeId)).toEqual(['a', 'b']);
    expect(steps.get('c')).toBe(before.get('c'));
  });

  it('drops events of a run that is no longer shown', () => {
    const store = open();
    store.picture(detail());
    store.picture(detail({ runId: 'r2', number: 2 }));
    const before = store.getState();
    store.events('r1', [
      { seq: 1, at, type: 'step:started', nodeId: 'a', data: { attempt: 1, worker: 'w' } },
    ]);
    expect(store.getState()).toBe(before);
  });

  it('holds the newest run as the latest, whatever order news come in', () => {
    const store = open();
    store.heard(item({ runId: 'r2', number: 2 }));
    store.heard(item({ status: 'succeeded' }));
    expect(store.getState().latest!.runId).toBe('r2');
    store.heard(item({ runId: 'r2', number: 2, status: 'failed' }));
    expect(store.getState().latest!.status).toBe('failed');
  });

  it('ends "starting" when the run that was asked for is heard of', () => {
    const store = open();
    store.starting({ runId: 'r1', selection: {} });
    store.heard(item({ runId: 'r0', number: 0 }));
    expect(store.getState().starting).not.toBeNull();
    store.heard(item());
    expect(store.getState().starting).toBeNull();
  });
});
