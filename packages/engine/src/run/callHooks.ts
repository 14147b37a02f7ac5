import { isDatabaseAway, isRetryable, type Tx } from '../store/tx.ts';
import type { CommitDeps } from './commit.ts';
import { HookFailed, type HookName, type Hooks, type Moment } from './hooks.ts';
import type { LockedRun } from './lockedRun.ts';
import type { ProbeName } from '../probe.ts';
import { isOver } from '../observe/statuses.ts';

/** Calls every hook that this transaction has something for. @throws HookFailed */
export async function callHooks(
  tx: Tx,
  deps: Pick<CommitDeps, 'hooks' | 'probe'>,
  run: LockedRun,
): Promise<void> {
  const { id, workspaceId, documentId, number, status, actor, started, ends, publications, frozen } = run;
  const at: Moment = {
    tx,
    actor,
    run: { id, workspaceId, documentId, number, status, plan: frozen.plan },
  };
  const call = async (
    hook: HookName,
    probe: ProbeName,
    work: (hooks: Hooks) => Promise<void> | undefined,
  ): Promise<void> => {
    for (const hooks of deps.hooks) {
      try {
        await work(hooks);
      } catch (error) {
        // The database's troubles are no fault of the hook: the whole transaction is tried again.
        if (isRetryable(error) || isDatabaseAway(error)) throw error;
        throw new HookFailed(hooks, hook, error);
      }
    }
    await deps.probe(probe);
  };
  if (started !== null) await call('onStart', 'hook:start', (hooks) => hooks.onStart?.(at, started));
  if (ends.length > 0) await call('onStepEnd', 'hook:step-end', (hooks) => hooks.onStepEnd?.(at, ends));
  if (publications.length > 0)
    await call('onPublication', 'hook:publication', (hooks) => hooks.onPublication?.(at, publications));
  if (status !== run.priorStatus && isOver(status))
    await call('onRunEnd', 'hook:run-end', (hooks) => hooks.onRunEnd?.(at, { status }));
}
