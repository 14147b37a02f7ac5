import type pg from 'pg';
import { Backoff, pause } from '../backoff.ts';
import type { ClaimedStep, Claimant } from '../queue/claim.ts';
import { dropCheckpoints } from '../run/checkpoints.ts';
import { workerActor } from '../observe/actor.ts';
import { commitPastHooks, commitReports, type CommitDeps, type Report } from '../run/commit.ts';
import { HookFailed } from '../run/hooks.ts';
import type { StoreKeeper } from '../store/keeper.ts';
import { inTransaction, isDatabaseAway } from '../store/tx.ts';
import type { Desk } from './desk.ts';

/** Commits that fail for another reason than a database that is away, in a row; then their leases run out. */
const MAX_FAILURES = 5;

export type EndReport = Report & { readonly step: ClaimedStep; readonly hasCheckpoints: boolean };

export interface CommitterDeps extends CommitDeps {
  readonly pool: pg.Pool;
  readonly store: StoreKeeper;
  readonly desk: Desk;
  readonly claimant: Claimant;
  readonly serves: (queue: string) => boolean;
  /** Whether this worker takes new steps at all. */
  readonly taking: () => boolean;
  /** Steps that a commit made ready and claimed for this worker. */
  readonly onClaimed: (steps: readonly ClaimedStep[]) => void;
  /** A run has nothing left to commit. */
  readonly onIdle: () => void;
  readonly report: (message: string, error: unknown) => void;
}

/**
 * Commits how steps ended, run by run. What ends while a commit of its run is under way goes into the next one
 * together, so a wide graph pays for a transaction per group. Reports survive a database outage here.
 */
export class Committer {
  readonly #deps: CommitterDeps;
  readonly #reports = new Map<string, EndReport[]>();
  readonly #committing = new Set<string>();

  constructor(deps: CommitterDeps) {
    this.#deps = deps;
  }

  /** Steps whose end is known here and nowhere else yet. */
  get held(): ClaimedStep[] {
    return [...this.#reports.values()].flat().map(({ step }) => step);
  }

  get isIdle(): boolean {
    return this.#reports.size === 0 && this.#committing.size === 0;
  }

  add(report: EndReport): void {
    const { runId } = report.step;
    const list = this.#reports.get(runId);
    if (list === undefined) this.#reports.set(runId, [report]);
    else list.push(report);
    if (!this.#committing.has(runId)) void this.#commitRun(runId);
  }

  async #commitRun(runId: string): Promise<void> {
    this.#committing.add(runId);
    const backoff = new Backoff({ firstMs: 100, longestMs: 4000 });
    for (let failures = 0; ;) {
      const group = this.#reports.get(runId);
      if (group === undefined) break;
      this.#reports.delete(runId);
      try {
        await this.#commit(runId, group);
        failures = 0;
        backoff.reset();
      } catch (error) {
        this.#deps.report('committing finished steps failed', error);
        const tired = failures >= MAX_FAILURES;
        const failure = tired && error instanceof HookFailed ? await this.#commitApart(runId, group) : error;
        if (failure === null || (tired && !isDatabaseAway(failure))) {
          if (failure !== null)
            this.#deps.report(
              'giving up on these reports; their leases will run out and the steps will be retried',
              failure,
            );
          failures = 0;
          backoff.reset();
          // Others may have come meanwhile.
          continue;
        }
        // Nothing was committed, or the outcome is unknown; the fence makes trying again safe either way.
        this.#reports.set(runId, [...group, ...(this.#reports.get(runId) ?? [])]);
        failures += 1;
        await pause(backoff.next());
      }
    }
    this.#committing.delete(runId);
    this.#deps.onIdle();
  }

  /** A hook refuses something in the group: only the attempts that it is about count as failed. Returns what went wrong. */
  async #commitApart(runId: string, group: readonly EndReport[]): Promise<unknown> {
    try {
      for (const report of group)
        await commitPastHooks(
          this.#deps,
          report,
          async (deps, one) => await this.#commit(runId, [one], deps),
        );
      return null;
    } catch (error) {
      return error;
    }
  }

  async #commit(runId: string, reports: readonly EndReport[], deps: CommitDeps = this.#deps): Promise<void> {
    const { pool, desk, claimant, serves, taking, probe, onClaimed } = this.#deps;
    const room = taking() ? desk.room : 0;
    const started = performance.now();
    const { claimed, refused } = await desk.promising(
      room,
      async () =>
        await inTransaction(
          pool,
          async (tx) =>
            await commitReports(tx, deps, {
              runId,
              actor: workerActor(claimant.workerId),
              reports,
              ...(room > 0 ? { taking: { claimant, room, serves } } : {}),
            }),
        ),
    );
    desk.sawCommit(performance.now() - started);
    // At once, in the same turn as the promise ended: nobody else may see this room free.
    onClaimed(claimed);
    await probe('commit:after-end');
    void this.#tidy(reports, refused);
  }

  async #tidy(reports: readonly EndReport[], refused: readonly Report[]): Promise<void> {
    const served = reports.filter(
      (one) =>
        one.ending.status === 'done' && one.hasCheckpoints && one.step.shard < 0 && !refused.includes(one),
    );
    if (served.length === 0) return;
    await dropCheckpoints(this.#deps.pool, this.#deps.store, {
      workspaceId: served[0]!.step.workspaceId,
      keys: served.map(({ step }) => step.key),
    }).catch((error: unknown) => this.#deps.report('removing checkpoints failed', error));
  }
}
