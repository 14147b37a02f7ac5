import type { Json, NodeSpec } from '../graph/index.ts';
import { toErrorRecord } from '../node/errors.ts';
import type {
  GateExecutor,
  LoopExecutor,
  MapExecutor,
  NodeContext,
  NodeExecutor,
  TaskExecutor,
} from '../node/executor.ts';
import type { DriveOutcome, StepHost } from './host.ts';
import { ArtifactLost } from '../store/artifacts.ts';
import { driveLoop } from './shapes/loop.ts';
import { driveMap } from './shapes/map.ts';

export interface Drive {
  readonly spec: NodeSpec;
  readonly executor: NodeExecutor;
  readonly ctx: NodeContext;
  readonly host: StepHost;
  /** Maps only: handle just these input rows and leave them in checkpoints. */
  readonly range?: { readonly from: number; readonly to: number };
  /** Gates only: the answer that was given. */
  readonly answer?: Json;
}

/** Runs one step's node code in its shape. Never throws: whatever went wrong is an outcome. */
export async function drive(step: Drive): Promise<DriveOutcome> {
  const { spec, executor, ctx, host } = step;
  try {
    if (executor.shape !== spec.shape)
      throw new Error(`the executor of ${spec.type} is a ${executor.shape}, its spec says ${spec.shape}`);
    switch (spec.shape) {
      case 'map':
        return await driveMap({
          spec,
          executor: executor as MapExecutor<never>,
          ctx,
          host,
          range: step.range,
        });
      case 'loop':
        return await driveLoop({ spec, executor: executor as LoopExecutor<never>, ctx, host });
      case 'task':
        await host.probe('step:opened');
        return { status: 'done', result: await (executor as TaskExecutor<unknown>).run(ctx) };
      case 'gate': {
        const gate = executor as GateExecutor<unknown>;
        if (step.answer === undefined) return { status: 'asked', question: await gate.open(ctx) };
        return { status: 'done', result: await gate.close(ctx, step.answer) };
      }
    }
  } catch (error) {
    return failed(error);
  }
}

export function failed(error: unknown): DriveOutcome {
  const lost = error instanceof ArtifactLost ? error.hash : undefined;
  return { status: 'failed', error: toErrorRecord(error), ...(lost === undefined ? {} : { lost }) };
}
