import type { NodeSpec } from '../../graph/index.ts';
import type { LoopExecutor, NodeContext } from '../../node/executor.ts';
import type { Checkpoint, DriveOutcome } from '../../protocol/index.ts';
import type { StepHost } from '../host.ts';

/**
 * Drives a loop: open (from the latest state, if there is one), step until done, finish. State is saved every
 * `checkpointSteps` steps, every `checkpointSeconds`, when a step asks for it, and before a pause.
 */
export interface LoopDrive {
  readonly spec: NodeSpec & { shape: 'loop' };
  readonly executor: LoopExecutor<never>;
  readonly ctx: NodeContext;
  readonly host: StepHost;
}

export async function driveLoop({ spec, executor, ctx, host }: LoopDrive): Promise<DriveOutcome> {
  const latest = latestState(host.checkpoints);
  let steps = latest?.slot.steps ?? 0;
  let savedAt = steps;
  const saved = latest === undefined ? undefined : await host.loadCheckpoint(latest);
  const session = await executor.open(ctx as NodeContext<never>, saved);
  await host.probe('step:opened');
  const { checkpointSteps = Infinity, checkpointSeconds = host.checkpointSeconds } = spec.loop;
  const interval = Math.min(checkpointSeconds, host.checkpointSeconds) * 1000;
  let lastSave = performance.now();
  const save = async () => {
    if (steps === savedAt) return;
    await host.saveCheckpoint({ kind: 'state', steps }, await session.save());
    savedAt = steps;
    lastSave = performance.now();
  };
  try {
    for (;;) {
      if (host.pauseRequested()) {
        await save();
        return { status: 'paused' };
      }
      ctx.signal.throwIfAborted();
      const { done, save: wanted = false } = await session.step();
      // A step that was cut short by the signal must not be saved.
      ctx.signal.throwIfAborted();
      steps += 1;
      await host.probe('loop:stepped');
      if (done) break;
      if (wanted || steps - savedAt >= checkpointSteps || performance.now() - lastSave >= interval)
        await save();
    }
    const result = await session.finish();
    await host.probe('loop:finished');
    return { status: 'done', result };
  } finally {
    await session.close?.();
  }
}

function latestState(checkpoints: readonly Checkpoint[]) {
  let latest: (Checkpoint & { slot: { kind: 'state'; steps: number } }) | undefined;
  for (const checkpoint of checkpoints) {
    const { slot } = checkpoint;
    if (slot.kind === 'state' && (latest === undefined || slot.steps > latest.slot.steps))
      latest = { ...checkpoint, slot };
  }
  return latest;
}
