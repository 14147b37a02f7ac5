import { keyParts, type KeyParts } from '../compile/keyParts.ts';
import type { PlanStep } from '../compile/plan.ts';
import type { ArtifactRef } from '../node/artifact.ts';
import { queueName, type QueuedStep } from '../queue/queues.ts';
import { findResults, type ResultRecord } from '../store/results.ts';
import type { Tx } from '../store/tx.ts';
import { decide, verdict } from './decide.ts';
import { hashKey } from './hash.ts';
import type { StepEnd } from './hooks.ts';
import type { LockedRun } from './lockedRun.ts';
import type { StepStatus } from '../observe/statuses.ts';

/**
 * Carries a change through the run: asks the scheduler, looks keys up, and repeats until nothing below the change can
 * move without being executed. Cached steps are settled right here and never become jobs, so an unchanged graph costs
 * a few statements, and an early cut-off needs no worker.
 *
 * Returns the steps that became ready. The caller takes some itself and enqueues the others, in the same transaction.
 */
export interface ReadyStep {
  readonly index: number;
  readonly shard: number;
  readonly queue: string;
}

interface Known {
  status: StepStatus;
  outputs: ResultRecord['outputs'] | null;
  readonly force: boolean;
}

export interface Settling {
  readonly run: LockedRun;
  /** Steps whose state just changed; the pending ones below them are looked at. */
  readonly changed?: Iterable<number>;
  /** Pending steps to look at directly. */
  readonly candidates?: Iterable<number>;
  /** Slots of all live workers: how many shards a large map is worth. */
  readonly slots: number;
}

export async function settle(
  tx: Tx,
  { run, changed = [], candidates = [], slots }: Settling,
): Promise<ReadyStep[]> {
  const { plan, children } = run.frozen;
  const known = new Map<number, Known>();
  const ready: ReadyStep[] = [];
  let open = new Set([...candidates, ...[...changed].flatMap((i) => children[i]!)]);
  while (open.size > 0) {
    await load(tx, run, known, open);
    const commands = decide({
      plan,
      children,
      statusOf: (i) => known.get(i)?.status ?? 'pending',
      candidates: open,
    });
    open = new Set();
    const skips = commands.filter((command) => command.do === 'skip');
    if (skips.length > 0) await skip(tx, run, known, skips);
    const resolved = commands
      .filter((command) => command.do === 'resolve')
      .map(({ step }) => resolve(run, known, step));
    if (resolved.length === 0) continue;
    const askable = resolved.filter(
      ({ index, step }) => !known.get(index)!.force && step.purity !== 'effect',
    );
    const results =
      askable.length === 0
        ? new Map<string, ResultRecord>()
        : await findResults(
            tx,
            run.workspaceId,
            askable.map((r) => r.key),
          );
    const hits = askable.filter((r) => results.has(r.key));
    if (hits.length > 0) {
      await takeFromCache(
        tx,
        run,
        hits.map((hit) => ({ ...hit, result: results.get(hit.key)! })),
      );
      for (const hit of hits) {
        known.set(hit.index, {
          ...known.get(hit.index)!,
          status: 'cached',
          outputs: results.get(hit.key)!.outputs,
        });
        for (const child of children[hit.index]!) open.add(child);
      }
    }
    const hitSet = new Set(hits.map((hit) => hit.index));
    const misses = resolved.filter((r) => !hitSet.has(r.index));
    if (misses.length > 0) ready.push(...(await makeReady(tx, run, misses, slots)));
  }
  if (run.remaining === 0 && (run.status === 'running' || run.status === 'paused'))
    run.status = await ending(tx, run);
  return ready;
}

/** Loads the candidates and their parents, as far as they are not known. */
async function load(
  tx: Tx,
  run: LockedRun,
  known: Map<number, Known>,
  open: ReadonlySet<number>,
): Promise<void> {
  const wanted = new Set<number>();
  for (const i of open)
    for (const j of [i, ...run.frozen.plan.steps[i]!.parents]) if (!known.has(j)) wanted.add(j);
  if (wanted.size === 0) return;
  const { rows } = await tx.query<{ index: number } & Known>({
    name: 'steps-known',
    text: `select index, status, outputs, force from steps where run_id = $1 and shard = -1 and index = any($2)`,
    values: [run.id, [...wanted]],
  });
  for (const { index, ...row } of rows) known.set(index, row);
}

async function skip(
  tx: Tx,
  run: LockedRun,
  known: Map<number, Known>,
  skips: readonly { step: number; because: number }[],
): Promise<void> {
  const { rows } = await tx.query<{ index: number }>(
    `update steps set status = 'skipped', finished_at = now(), since = now()
     where run_id = $1 and shard = -1 and index = any($2) and status = 'pending' returning index`,
    [run.id, skips.map((s) => s.step)],
  );
  run.remaining -= rows.length;
  const because = new Map(skips.map((s) => [s.step, s.because]));
  for (const { index } of rows) {
    known.set(index, { status: 'skipped', outputs: null, force: false });
    run.ends.push(endWithoutAttempt(run, index, { status: 'skipped' }));
    run.events.push({
      type: 'step:skipped',
      nodeId: run.frozen.plan.steps[index]!.nodeId,
      data: { because: run.frozen.plan.steps[because.get(index)!]!.nodeId },
    });
  }
}

interface Resolved {
  readonly index: number;
  readonly step: PlanStep;
  readonly key: string;
  readonly parts: KeyParts;
  readonly inputs: StepInputs;
}

/** Per input port the artifacts wired to it, sorted by hash, as in the key. */
export type StepInputs = Readonly<Record<string, readonly ArtifactRef[]>>;

function resolve(run: LockedRun, known: ReadonlyMap<number, Known>, index: number): Resolved {
  const step = run.frozen.plan.steps[index]!;
  const refOf = (from: number, port: string): ArtifactRef => {
    const ref = known.get(from)!.outputs?.[port];
    if (ref === undefined)
      throw new Error(
        `step ${run.frozen.plan.steps[from]!.nodeId} has no output "${port}", which ${step.nodeId} needs`,
      );
    return ref;
  };
  return { index, step, ...stepInputs(run.frozen, step, { index, refOf }) };
}

/** Key and inputs of a step whose inputs are all there. */
export function stepInputs(
  frozen: { readonly plan: LockedRun['frozen']['plan']; readonly outside: Readonly<Record<number, string>> },
  step: PlanStep,
  { index, refOf }: { index: number; refOf: (from: number, port: string) => ArtifactRef },
): { key: string; parts: KeyParts; inputs: StepInputs } {
  const parts = keyParts(frozen.plan, step, {
    hashOf: (from, port) => refOf(from, port).hash,
    outside: frozen.outside[index],
  });
  const inputs = Object.fromEntries(
    Object.entries(step.inputs).map(([port, sources]) => [
      port,
      sources
        .map((s) => refOf(s.step, s.port))
        .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0)),
    ]),
  );
  return { key: hashKey(parts), parts, inputs };
}

async function takeFromCache(
  tx: Tx,
  run: LockedRun,
  hits: readonly (Resolved & { result: ResultRecord })[],
): Promise<void> {
  await tx.query({
    name: 'steps-cached',
    text: `with h as (
             select * from jsonb_to_recordset($2::jsonb)
               as h(index int, key text, parts jsonb, inputs jsonb, outputs jsonb, metrics jsonb, warnings int)),
           used as (
             update results set used_at = now() from h where results.workspace_id = $3 and results.key = h.key)
           update steps s set status = 'cached', key = h.key, key_parts = h.parts, inputs = h.inputs, outputs = h.outputs,
             metrics = h.metrics, warnings = h.warnings, finished_at = now(), since = now()
           from h where s.run_id = $1 and s.shard = -1 and s.index = h.index and s.status = 'pending'`,
    values: [
      run.id,
      JSON.stringify(
        hits.map(({ index, key, parts, inputs, result }) => ({ index, key, parts, inputs, ...result })),
      ),
      run.workspaceId,
    ],
  });
  run.remaining -= hits.length;
  for (const { index, step, key, result } of hits) {
    run.events.push({ type: 'step:cached', nodeId: step.nodeId, data: result as never });
    run.ends.push(endWithoutAttempt(run, index, { status: 'cached', key, metrics: result.metrics }));
  }
}

/** The end of a step that no attempt brought about. */
export const endWithoutAttempt = (
  run: Pick<LockedRun, 'frozen'>,
  index: number,
  { status, key = null, metrics = {} }: Pick<StepEnd, 'status'> & Partial<Pick<StepEnd, 'key' | 'metrics'>>,
): StepEnd => ({
  index,
  shard: -1,
  nodeId: run.frozen.plan.steps[index]!.nodeId,
  status,
  attempt: null,
  key,
  metrics,
  error: null,
});

async function makeReady(
  tx: Tx,
  run: LockedRun,
  misses: readonly Resolved[],
  slots: number,
): Promise<ReadyStep[]> {
  const rows = misses.map((miss) => {
    const shards = shardRanges(miss, run.frozen.options.shards ?? slots);
    return {
      index: miss.index,
      key: miss.key,
      parts: miss.parts,
      inputs: miss.inputs,
      status: shards.length > 1 ? 'sharded' : 'ready',
      shards: shards.length > 1 ? shards : [],
    };
  });
  await tx.query({
    name: 'steps-ready',
    text: `with m as (
             select * from jsonb_to_recordset($2::jsonb) as m(index int, key text, parts jsonb, inputs jsonb, status text))
           update steps s set status = m.status, key = m.key, key_parts = m.parts, inputs = m.inputs, since = now(), offered_at = now()
           from m where s.run_id = $1 and s.shard = -1 and s.index = m.index and s.status = 'pending'`,
    values: [run.id, JSON.stringify(rows)],
  });
  const sharded = rows.filter((row) => row.shards.length > 0);
  if (sharded.length > 0) await insertShards(tx, run, sharded);
  return rows.flatMap(({ index, shards }) => {
    const { nodeId, resources } = run.frozen.plan.steps[index]!;
    const queue = queueName(resources.queue, run.frozen.options.label);
    if (shards.length === 0) {
      run.events.push({ type: 'step:ready', nodeId, data: {} });
      return [{ index, shard: -1, queue }];
    }
    run.events.push({ type: 'step:sharded', nodeId, data: { shards: shards.length } });
    return shards.map((_, shard) => ({ index, shard, queue }));
  });
}

/**
 * Equal ranges of whole segments, at least four segments each: below that, opening another session costs more than it
 * saves. One range means no shards.
 */
export function shardRanges(
  { step, inputs }: { step: PlanStep; inputs: StepInputs },
  wanted: number,
): { from: number; to: number }[] {
  const rows = step.shards === null ? 0 : (inputs[step.shards.over]?.[0]?.rows ?? 0);
  const segmentRows = step.shards?.segmentRows ?? 1;
  const segments = Math.ceil(rows / segmentRows);
  const count = Math.max(1, Math.min(wanted, Math.floor(segments / 4)));
  return Array.from({ length: count }, (_, k) => ({
    from: Math.floor((segments * k) / count) * segmentRows,
    to: Math.min(rows, Math.floor((segments * (k + 1)) / count) * segmentRows),
  }));
}

async function insertShards(
  tx: Tx,
  run: LockedRun,
  sharded: readonly { index: number; shards: readonly { from: number; to: number }[] }[],
): Promise<void> {
  const indices = sharded.map((row) => row.index);
  // Shards of an earlier round (the step was retried or rebuilt) have served.
  await tx.query('delete from steps where run_id = $1 and shard >= 0 and index = any($2)', [run.id, indices]);
  await tx.query(
    `insert into steps (workspace_id, run_id, index, shard, node_id, type, version, queue, status, max_tries, key, inputs, range_from, range_to)
     select p.workspace_id, p.run_id, p.index, r.shard, p.node_id, p.type, p.version, p.queue, 'ready', p.max_tries, p.key, p.inputs, r.from, r.to
     from steps p join jsonb_to_recordset($2::jsonb) as r(index int, shard int, "from" int, "to" int) on r.index = p.index
     where p.run_id = $1 and p.shard = -1`,
    [
      run.id,
      JSON.stringify(
        sharded.flatMap((row) => row.shards.map((range, shard) => ({ index: row.index, shard, ...range }))),
      ),
    ],
  );
}

async function ending(tx: Tx, run: LockedRun) {
  const { rows } = await tx.query<{ failed: boolean; cancelled: boolean }>(
    `select coalesce(bool_or(status = 'failed'), false) as failed, coalesce(bool_or(status = 'cancelled'), false) as cancelled
     from steps where run_id = $1 and shard = -1`,
    [run.id],
  );
  return verdict(rows[0]!);
}

export const toJobs = (run: LockedRun, steps: readonly ReadyStep[], delaySeconds?: number): QueuedStep[] =>
  steps.map((step) => ({ ...step, runId: run.id, ...(delaySeconds === undefined ? {} : { delaySeconds }) }));
