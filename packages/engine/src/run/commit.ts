import type { Contents } from '../artifact/contents.ts';
import type { Json } from '../graph/index.ts';
import type { ErrorRecord } from '../node/errors.ts';
import type { NodeResult } from '../node/executor.ts';
import type { Usage } from '../protocol/index.ts';
import { claimSteps, type Claimant, type ClaimedStep } from '../queue/claim.ts';
import type { Delivery } from '../queue/queues.ts';
import { markLost, type Loss } from '../store/presence.ts';
import { recordResults, type NewResult, type Recorded, type ResultRecord } from '../store/results.ts';
import type { Tx } from '../store/tx.ts';
import type { Actor } from '../observe/actor.ts';
import type { NewEvent } from '../observe/events.ts';
import type { EndedOutcome } from '../observe/statuses.ts';
import { HookFailed, type Hooks } from './hooks.ts';
import { lockRun, sealRun, type LockedRun, type PlanCache } from './lockedRun.ts';
import type { Probe } from '../probe.ts';
import { rebuild } from './rebuild.ts';
import { afterFailure } from './retry.ts';
import { settle, toJobs, type ReadyStep } from './settle.ts';

/** How an attempt ended, as its worker (or the sweeper, for a lost one) reports it, and what it used up to then. */
export type Ending = HowItEnded & { readonly usage?: Usage };
type HowItEnded =
  | {
      readonly status: 'done';
      readonly result: NodeResult;
      /** What the outputs consist of, as the store holds it; null for a result that was recorded before. */
      readonly contents: Contents | null;
      readonly warnings: number;
      readonly ms: number;
    }
  | { readonly status: 'paused' }
  | { readonly status: 'asked'; readonly question: { readonly [key: string]: Json } }
  /** `losses` are bytes that could not be read, when that was the reason and the store really lacks them. */
  | { readonly status: 'failed'; readonly error: ErrorRecord; readonly losses?: readonly Loss[] };

export interface Report {
  readonly step: Pick<ClaimedStep, 'runId' | 'index' | 'shard' | 'attempt'>;
  readonly ending: Ending;
  /** What the attempt told shortly before it ended and nobody has stored yet. */
  readonly told?: readonly NewEvent[];
}

export interface CommitDeps {
  readonly plans: PlanCache;
  readonly delivery: Delivery;
  readonly probe: Probe;
  readonly hooks: readonly Hooks[];
  readonly slots: () => number;
  readonly random: () => number;
}

/** A worker that has room may take steps that its own commit made ready, without a round through the queue. */
export interface Taking {
  readonly claimant: Claimant;
  readonly room: number;
  readonly serves: (queue: string) => boolean;
}

export interface Committed {
  /** Reports that were refused, because their attempt had lost its claim. */
  readonly refused: readonly Report[];
  readonly claimed: readonly ClaimedStep[];
}

/**
 * Ends attempts of one run and moves the run on, in one transaction: fence, result, state, successors, jobs, hooks,
 * events.
 * Whatever finished while the last commit was under way comes together in one call, so a wide graph pays for a
 * transaction per group and not per step.
 */
export async function commitReports(
  tx: Tx,
  deps: CommitDeps,
  {
    runId,
    actor,
    reports,
    taking,
  }: { runId: string; actor: Actor; reports: readonly Report[]; taking?: Taking },
): Promise<Committed> {
  await deps.probe('commit:begin');
  const run = await lockRun(tx, deps.plans, { runId, actor });
  if (run === null) return { refused: reports, claimed: [] };
  const held = await fence(tx, run, reports);
  await deps.probe('commit:fenced');
  const accepted = held.filter(({ row }) => row !== undefined) as Held[];
  const refused = held.filter(({ row }) => row === undefined).map(({ report }) => report);
  if (accepted.length === 0) return { refused, claimed: [] };

  const recorded = await recordResults(tx, run.workspaceId, accepted.flatMap(newResult));
  run.publications.push(...publicationsOf(accepted, recorded));
  await markLost(
    tx,
    accepted.flatMap(({ report: { ending } }) => (ending.status === 'failed' ? (ending.losses ?? []) : [])),
  );
  await deps.probe('commit:result');
  const changed: number[] = [];
  const ready: (ReadyStep & { delaySeconds?: number })[] = [];
  const missing: number[] = [];
  const updates = accepted.map((one) => {
    const update = judge(run, one, { recorded, random: deps.random });
    run.ends.push({
      index: one.row.index,
      shard: one.row.shard,
      nodeId: one.row.node_id,
      status: update.status,
      attempt: { number: update.attempt, outcome: update.outcome },
      key: one.row.key,
      metrics: update.result?.metrics ?? {},
      error: update.error ?? null,
    });
    if (one.report.step.shard >= 0) return update;
    if (update.status === 'pending') missing.push(one.report.step.index);
    if (update.status === 'succeeded' || update.status === 'failed') {
      run.remaining -= 1;
      changed.push(one.report.step.index);
    }
    return update;
  });
  await writeSteps(tx, run, updates);
  await deps.probe('commit:state');
  for (const update of updates)
    if (update.status === 'ready')
      ready.push({
        index: update.index,
        shard: update.shard,
        queue: update.queue,
        ...(update.delay ? { delaySeconds: update.delay } : {}),
      });
  const rebuilt = await rebuild(tx, run, missing);
  const merged = await gatherShards(tx, run, accepted);
  ready.push(...merged, ...(await settle(tx, { run, changed, candidates: rebuilt, slots: deps.slots() })));
  await deps.probe('commit:successors');

  const now = ready.filter((step) => step.delaySeconds === undefined);
  const mine =
    taking === undefined || run.status !== 'running'
      ? []
      : now.filter((s) => taking.serves(s.queue)).slice(0, taking.room);
  const claimed = mine.length > 0 ? await claimSteps(tx, taking!.claimant, toJobs(run, mine)) : [];
  const took = new Set(mine);
  const jobs = ready
    .filter((step) => !took.has(step))
    .flatMap((step) => toJobs(run, [step], step.delaySeconds));
  if (jobs.length > 0) await deps.delivery.enqueue(tx, jobs);
  await deps.probe('commit:jobs');
  announceStarts(run, claimed, taking?.claimant.workerId);
  await deps.probe('commit:events');
  await sealRun(tx, deps, run);
  await deps.probe('commit:before-end');
  return { refused, claimed };
}

interface HeldRow {
  index: number;
  shard: number;
  node_id: string;
  type: string;
  version: number;
  queue: string;
  key: string;
  tries: number;
  max_tries: number;
  inputs: Record<string, { hash: string }[]>;
}
interface Held {
  readonly report: Report;
  readonly row: HeldRow;
}

/** A disk that damages what it is given again and again must not keep a run busy for ever. */
const MAX_REBUILDS = 5;

/** Which reports still hold their claim. Zero rows for a token means the attempt is over, whatever it believes. */
async function fence(tx: Tx, run: LockedRun, reports: readonly Report[]) {
  const { rows } = await tx.query<HeldRow & { attempt: number }>({
    name: 'steps-fence',
    text: `select s.index, s.shard, s.attempt, s.node_id, s.type, s.version, s.queue, s.key, s.tries, s.max_tries, s.inputs
           from steps s join jsonb_to_recordset($2::jsonb) as r(index int, shard int, attempt int)
             on r.index = s.index and r.shard = s.shard and r.attempt = s.attempt
           where s.run_id = $1 and s.status = 'running'`,
    values: [run.id, JSON.stringify(reports.map((report) => report.step))],
  });
  const label = (step: { index: number; shard: number; attempt: number }) =>
    `${step.index}/${step.shard}/${step.attempt}`;
  const byStep = new Map(rows.map((row) => [label(row), row]));
  const seen = new Set<string>();
  return reports.map((report) => {
    // The same report twice in one group counts once.
    const key = label(report.step);
    const row = seen.has(key) ? undefined : byStep.get(key);
    seen.add(key);
    return { report, row };
  });
}

function newResult({ report, row }: Held): NewResult[] {
  if (report.ending.status !== 'done' || row.shard >= 0) return [];
  const { result, contents, warnings, ms } = report.ending;
  return [
    {
      key: row.key,
      type: row.type,
      version: row.version,
      outputs: result.outputs,
      files: contents?.files ?? new Map(),
      stored: contents?.hashes ?? [],
      metrics: result.metrics ?? {},
      warnings,
      durationMs: Math.round(ms),
      sources: Object.values(row.inputs ?? {}).flatMap((refs) => refs.map((ref) => ref.hash)),
    },
  ];
}

/** Of results that this transaction recorded. Of two steps with one key, only the first made it. */
function* publicationsOf(
  accepted: readonly Held[],
  recorded: ReadonlyMap<string, Recorded>,
): Generator<LockedRun['publications'][number]> {
  const seen = new Set<string>();
  for (const { report, row } of accepted) {
    if (report.ending.status !== 'done' || row.shard >= 0) continue;
    if (!recorded.get(row.key)!.fresh || seen.has(row.key)) continue;
    seen.add(row.key);
    for (const publication of report.ending.result.publications ?? [])
      yield { nodeId: row.node_id, key: row.key, publication };
  }
}

interface StepUpdate {
  readonly index: number;
  readonly shard: number;
  readonly attempt: number;
  readonly queue: string;
  readonly status: 'succeeded' | 'failed' | 'ready' | 'paused' | 'asking' | 'pending';
  readonly outcome: EndedOutcome;
  readonly tries: number;
  readonly result?: ResultRecord;
  readonly error?: ErrorRecord;
  readonly question?: Json;
  readonly delay?: number;
  readonly usage?: Usage;
}

/** The next state of one step, and the event that tells of it. */
function judge(
  run: LockedRun,
  { report, row }: Held,
  { recorded, random }: { recorded: ReadonlyMap<string, Recorded>; random: () => number },
): StepUpdate {
  const { ending } = report;
  run.events.push(...(report.told ?? []));
  const base = {
    index: row.index,
    shard: row.shard,
    attempt: report.step.attempt,
    queue: row.queue,
    tries: row.tries,
    usage: ending.usage,
  };
  const tell = (event: LockedRun['events'][number]) => {
    if (row.shard < 0) run.events.push({ ...event, nodeId: row.node_id });
  };
  switch (ending.status) {
    case 'done': {
      if (row.shard >= 0) return { ...base, status: 'succeeded', outcome: 'succeeded' };
      const { fresh: _, ...result } = recorded.get(row.key)!;
      tell({ type: 'step:succeeded', data: { ms: Math.round(ending.ms), ...result } as never });
      return { ...base, status: 'succeeded', outcome: 'succeeded', result };
    }
    case 'paused':
      // A resume may have come between the request and this report: then there is nothing to wait for.
      if (run.status === 'running') return { ...base, status: 'ready', outcome: 'paused' };
      tell({ type: 'step:paused', data: {} });
      return { ...base, status: 'paused', outcome: 'paused' };
    case 'asked':
      tell({ type: 'step:asking', data: { question: ending.question as Json } });
      return { ...base, status: 'asking', outcome: 'asked', question: ending.question as Json };
    case 'failed': {
      const { error, losses = [] } = ending;
      // A shard leaves rebuilding to the step proper, which finds the same bytes lost when all shards have ended.
      if (losses.length > 0 && row.shard >= 0)
        return { ...base, status: 'failed', outcome: 'failed', error, tries: row.tries + 1 };
      if (losses.length > 0 && row.tries < MAX_REBUILDS) {
        tell({ type: 'step:rebuilding', data: { hash: losses[0]!.hash } });
        return { ...base, status: 'pending', outcome: 'failed', error, tries: row.tries + 1 };
      }
      const retry = afterFailure(error, { tries: row.tries, maxTries: row.max_tries, jitter: random() });
      if (retry.again) {
        tell({
          type: 'step:retrying',
          data: { error, delaySeconds: retry.delaySeconds, tries: row.tries + 1 },
        });
        return {
          ...base,
          status: 'ready',
          outcome: 'failed',
          error,
          tries: row.tries + 1,
          delay: retry.delaySeconds,
        };
      }
      tell({ type: 'step:failed', data: { error } });
      return { ...base, status: 'failed', outcome: 'failed', error, tries: row.tries + 1 };
    }
  }
}

async function writeSteps(tx: Tx, run: LockedRun, updates: readonly StepUpdate[]): Promise<void> {
  await tx.query({
    name: 'steps-end',
    text: `with u as (
             select * from jsonb_to_recordset($2::jsonb) as u(index int, shard int, attempt int, status text, outcome text,
               tries int, result jsonb, error jsonb, question jsonb, delay float8, usage jsonb)),
           a as (
             update attempts a set outcome = u.outcome, error = u.error, usage = u.usage, ended_at = now()
             from u where a.run_id = $1 and a.index = u.index and a.shard = u.shard and a.number = u.attempt)
           update steps s set status = u.status, tries = u.tries, worker_id = null, lease_until = null, since = now(),
             outputs = coalesce(u.result->'outputs', s.outputs), metrics = coalesce(u.result->'metrics', s.metrics),
             warnings = coalesce((u.result->>'warnings')::int, s.warnings),
             error = u.error, question = coalesce(u.question, s.question),
             not_before = now() + make_interval(secs => u.delay),
             finished_at = case when u.status in ('succeeded', 'failed') then now() end
           from u
           where s.run_id = $1 and s.index = u.index and s.shard = u.shard and s.attempt = u.attempt and s.status = 'running'`,
    values: [run.id, JSON.stringify(updates)],
  });
}

/** The step proper of a map becomes ready when its last shard has ended, however it ended: it finds what is missing. */
async function gatherShards(tx: Tx, run: LockedRun, accepted: readonly Held[]): Promise<ReadyStep[]> {
  const indices = [...new Set(accepted.filter(({ row }) => row.shard >= 0).map(({ row }) => row.index))];
  if (indices.length === 0) return [];
  const { rows } = await tx.query<{ index: number; queue: string; node_id: string }>(
    `update steps s set status = 'ready', since = now()
     where s.run_id = $1 and s.shard = -1 and s.status = 'sharded' and s.index = any($2)
       and not exists (select 1 from steps k where k.run_id = s.run_id and k.index = s.index and k.shard >= 0
                       and k.status not in ('succeeded', 'failed', 'cancelled'))
     returning s.index, s.queue, s.node_id`,
    [run.id, indices],
  );
  return rows.map(({ index, queue, node_id }) => {
    run.events.push({ type: 'step:ready', nodeId: node_id, data: {} });
    return { index, shard: -1, queue };
  });
}

/**
 * Commits the end of one attempt although hooks may refuse it. Then it counts as failed, by a bug, and this is committed
 * without the hook that refused. So the step is retried as after any other bug, the run ends, and the hook's failure is
 * on record. Ends, because each round leaves one hook out.
 */
export async function commitPastHooks<R extends Report>(
  deps: CommitDeps,
  report: R,
  commit: (deps: CommitDeps, report: R) => Promise<void>,
): Promise<void> {
  for (let now = { deps, report }; ;) {
    try {
      return await commit(now.deps, now.report);
    } catch (error) {
      if (!(error instanceof HookFailed)) throw error;
      now = { deps: without(now.deps, error), report: { ...report, ending: refusedBy(error) } };
    }
  }
}

const without = (deps: CommitDeps, { hookName, hook }: HookFailed): CommitDeps => ({
  ...deps,
  hooks: deps.hooks.map((hooks) => (hooks.name === hookName ? { ...hooks, [hook]: undefined } : hooks)),
});

const refusedBy = ({ message }: HookFailed): Ending => ({
  status: 'failed',
  error: { kind: 'bug', code: 'hook.failed', message: `${message}.` },
});

export function announceStarts(run: LockedRun, claimed: readonly ClaimedStep[], worker = ''): void {
  for (const { nodeId, attempt, shard } of claimed)
    run.events.push({
      type: 'step:started',
      nodeId,
      data: { attempt, worker, ...(shard < 0 ? {} : { shard }) },
    });
}
