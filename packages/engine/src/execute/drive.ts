import type { Json, NodeSpec } from '../graph/index.ts';
import { NodeError, toErrorRecord } from '../node/errors.ts';
import type {
  GateExecutor,
  LoopExecutor,
  MapExecutor,
  NodeContext,
  NodeExecutor,
  TaskExecutor,
} from '../node/executor.ts';
import {
  driveOutcome,
  MESSAGE_CHARACTERS,
  misfit,
  STACK_CHARACTERS,
  type DriveOutcome,
} from '../protocol/index.ts';
import type { StepHost } from './host.ts';
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

/**
 * Runs one step's node code in its shape. Never throws: whatever went wrong is an outcome. What the node gives is checked
 * here as the supervisor will check it, so that its author reads what is wrong in a test already.
 */
export async function drive(step: Drive): Promise<DriveOutcome> {
  try {
    return checked(await inShape(step), step);
  } catch (error) {
    return failed(error);
  }
}

async function inShape(step: Drive): Promise<DriveOutcome> {
  const { spec, executor, ctx, host } = step;
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
}

function checked(outcome: DriveOutcome, { spec, range }: Drive): DriveOutcome {
  const { error } = driveOutcome.safeParse(outcome);
  const trouble =
    error === undefined
      ? outcome.status === 'done'
        ? misfit(outcome.result, spec, range !== undefined)
        : null
      : error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)[0]!;
  if (trouble === null) return outcome;
  throw new NodeError('bug', 'node.result', `the result of ${spec.type} is refused: ${trouble}`);
}

export function failed(thrown: unknown): DriveOutcome {
  const lost = thrown instanceof ArtifactLost ? thrown.hash : undefined;
  const { kind, code, message, stack } = toErrorRecord(thrown);
  return {
    status: 'failed',
    error: {
      kind,
      code: code.replaceAll(/[^A-Za-z0-9_.:-]/g, '_').slice(0, 100) || 'node.threw',
      message: message.slice(0, MESSAGE_CHARACTERS),
      ...(stack === undefined ? {} : { stack: stack.slice(0, STACK_CHARACTERS) }),
    },
    ...(lost === undefined ? {} : { lost }),
  };
}
