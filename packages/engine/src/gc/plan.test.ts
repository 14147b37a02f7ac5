import { describe, expect, it } from 'vitest';
import { planGc, type GcFacts } from './plan.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = new Date('2026-03-01T12:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);
const facts = (some: Partial<GcFacts>): GcFacts => ({
  now,
  runningSince: null,
  results: [],
  steps: [],
  kept: [],
  artifacts: [],
  uploads: [],
  checkpoints: [],
  ...some,
});
const plan = (some: Partial<GcFacts>, resultsOlderThanMs: number | null = null) =>
  planGc(facts(some), { resultsOlderThanMs });
const artifact = (hash: string, age = DAY, files: string[] = []) => ({ hash, storedAt: ago(age), files });
const checkpoint = (key: string, age: number, more: object = {}) => ({
  key,
  slotName: 'state',
  hash: `bytes of ${key}`,
  savedAt: ago(age),
  hasResult: false,
  needed: false,
  ...more,
});

describe('planGc', () => {
  it('keeps what a result, a step or the application names, and drops the rest', () => {
    const { artifacts, live } = plan({
      results: [{ key: 'k', lastUsed: ago(400 * DAY), outputs: ['result'] }],
      steps: [{ outputs: ['step'], unfinished: false, at: ago(400 * DAY) }],
      kept: ['model'],
      artifacts: ['result', 'step', 'model', 'nobody'].map((hash) => artifact(hash)),
    });
    expect(artifacts).toEqual(['nobody']);
    expect([...live].sort()).toEqual(['model', 'result', 'step']);
  });

  it('drops results only when asked, and only those unused for so long', () => {
    const results = [
      { key: 'old', lastUsed: ago(31 * DAY), outputs: ['a'] },
      { key: 'new', lastUsed: ago(29 * DAY), outputs: ['b'] },
    ];
    const steps = [
      { outputs: ['a'], unfinished: false, at: ago(31 * DAY) },
      { outputs: ['b'], unfinished: false, at: ago(31 * DAY) },
    ];
    const artifacts = [artifact('a', 40 * DAY), artifact('b', 40 * DAY)];
    expect(plan({ results, steps, artifacts }).results).toEqual([]);
    const asked = plan({ results, steps, artifacts }, 30 * DAY);
    expect(asked.results).toEqual(['old']);
    expect(asked.artifacts).toEqual(['a']);
  });

  it('lets go for good of what an earlier pass was asked to drop', () => {
    const steps = [{ outputs: ['dropped', 'kept'], unfinished: false, at: ago(90 * DAY) }];
    const { live } = plan({ steps, artifacts: [artifact('kept', 90 * DAY)] });
    expect([...live]).toEqual(['kept']);
  });

  it('keeps what an unfinished run has made, however old', () => {
    const steps = [{ outputs: ['a'], unfinished: true, at: ago(90 * DAY) }];
    expect(plan({ steps, artifacts: [artifact('a', 90 * DAY)] }, 30 * DAY).artifacts).toEqual([]);
  });

  it('keeps what was published, however long nobody has used it', () => {
    const results = [{ key: 'k', lastUsed: ago(90 * DAY), outputs: ['a'] }];
    const asked = plan({ results, kept: ['a'], artifacts: [artifact('a', 90 * DAY)] }, 30 * DAY);
    expect(asked).toMatchObject({ results: ['k'], artifacts: [] });
  });

  it('touches nothing younger than an hour, nor than the oldest step that runs', () => {
    const artifacts = [
      artifact('young', HOUR / 2),
      artifact('older', 3 * HOUR),
      artifact('oldest', 5 * HOUR),
    ];
    expect(plan({ artifacts }).artifacts).toEqual(['older', 'oldest']);
    const busy = plan({ artifacts, runningSince: ago(4 * HOUR) });
    expect(busy.artifacts).toEqual(['oldest']);
    expect(busy.before).toEqual(ago(4 * HOUR));
    const results = [{ key: 'k', lastUsed: ago(HOUR / 2), outputs: [] }];
    expect(plan({ results }, 0).results).toEqual([]);
  });

  it('keeps the files of manifests that stay, and only of those', () => {
    const { live } = plan({
      kept: ['model', 'table'],
      artifacts: [artifact('model', DAY, ['weights']), artifact('table'), artifact('gone', DAY, ['vectors'])],
    });
    expect([...live].sort()).toEqual(['model', 'table', 'weights']);
  });

  it('keeps what people uploaded', () => {
    expect([...plan({ uploads: ['file'] }, 0).live]).toEqual(['file']);
  });

  it('drops checkpoints that have served, or that nobody has added to for a week', () => {
    const { checkpoints, live } = plan({
      checkpoints: [
        checkpoint('served', 2 * HOUR, { hasResult: true }),
        checkpoint('just served', HOUR / 2, { hasResult: true }),
        checkpoint('stale', 8 * DAY),
        checkpoint('paused', 8 * DAY, { needed: true }),
        checkpoint('fresh', 6 * DAY),
      ],
    });
    expect(checkpoints.map(({ key }) => key)).toEqual(['served', 'stale']);
    expect([...live]).toEqual(['bytes of just served', 'bytes of paused', 'bytes of fresh']);
  });
});
