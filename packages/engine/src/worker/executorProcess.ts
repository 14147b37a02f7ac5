import { Socket } from 'node:net';
import { rm } from 'node:fs/promises';
import type { SpecRegistry } from '../graph/index.ts';
import { NodeError } from '../node/errors.ts';
import type { ExecutorRegistry, NodeExecutor } from '../node/executor.ts';
import { drive, failed } from '../run/drive.ts';
import type { DriveOutcome, StepHost } from '../run/host.ts';
import { nodeContext } from '../run/nodeContext.ts';
import { outsideTools } from '../run/outside.ts';
import type { Probe } from '../run/probe.ts';
import { checkpointsOf } from '../store/checkpointBytes.ts';
import { openStore } from '../store/openStore.ts';
import {
  encodeMessage,
  executorConfig,
  lineReader,
  PROTOCOL_VERSION,
  type Execute,
  type FromExecutor,
  type ToExecutor,
} from './protocol.ts';

/**
 * The child process that runs node code: it reads artifacts, runs one step at a time, stores artifacts and checkpoints,
 * and tells its supervisor. It has no database, no queue and no secrets; when it crashes, leaks or loops, the
 * supervisor lives on.
 */
export async function runExecutor(probe: Probe = () => {}): Promise<void> {
  // A terminal sends Ctrl-C to the whole group. The supervisor decides what becomes of the step: it lets it save first,
  // and its socket closing ends this process whatever else happens.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  const config = executorConfig.parse(JSON.parse(process.env.WEFT_EXECUTOR ?? 'null'));
  delete process.env.WEFT_EXECUTOR;
  const specs = ((await import(config.specsModule)) as { registry: SpecRegistry }).registry;
  const executors = ((await import(config.executorsModule)) as { executors: ExecutorRegistry }).executors;
  const store = openStore(config.store, probe);

  const socket = new Socket({ fd: 3, readable: true, writable: true });
  const send = (message: FromExecutor) => void socket.write(encodeMessage(message));
  // The supervisor is gone: nobody will ever read the result.
  socket.on('close', () => process.exit(0));
  socket.on('error', () => process.exit(0));

  let pause = false;
  let onSaved: ((ok: boolean) => void) | undefined;

  async function load(type: string, version: number): Promise<NodeExecutor> {
    const loader = executors[`${type}@${version}`];
    if (loader === undefined)
      throw new NodeError(
        'bug',
        'executor.unknown',
        `this worker has no executor for ${type} version ${version}; update it`,
      );
    return (await loader()).executor;
  }

  async function execute(step: Execute): Promise<{ outcome: DriveOutcome; warnings: number }> {
    let warnings = 0;
    let directory: string | undefined;
    try {
      const spec = specs.get(step.node.type, step.node.version);
      if (spec === undefined)
        throw new NodeError(
          'bug',
          'executor.unknown',
          `this worker does not know ${step.node.type} version ${step.node.version}; update it`,
        );
      const executor = await load(step.node.type, step.node.version);
      const checkpoints = checkpointsOf(store, step.key);
      const host: StepHost = {
        checkpoints: step.checkpoints,
        async saveCheckpoint(slot, bytes) {
          await probe('checkpoint:encoded');
          const stored = await checkpoints.save(bytes);
          await probe('checkpoint:stored');
          const { promise, resolve } = Promise.withResolvers<boolean>();
          onSaved = resolve;
          send({ type: 'save', slot, ...stored });
          if (!(await promise))
            throw new NodeError('transient', 'claim.lost', 'the attempt has lost its claim');
          await probe('checkpoint:acknowledged');
        },
        loadCheckpoint: async (checkpoint) => await checkpoints.load(checkpoint.hash),
        pauseRequested: () => pause,
        progress: (done, total, unit) => send({ type: 'progress', done, total, unit }),
        checkpointSeconds: step.checkpointSeconds,
        probe,
      };
      const ctx = await nodeContext({
        spec,
        params: step.params,
        inputs: step.inputs,
        seed: step.seed,
        threads: step.threads,
        signal: new AbortController().signal,
        store,
        voice: {
          log: (level, message, fields) =>
            send({ type: 'log', level, message: message.slice(0, 10_000), ...(fields ? { fields } : {}) }),
          metric: (name, value, at) => {
            if (Number.isFinite(value)) send({ type: 'metric', name, value, at: at ?? null });
          },
          progress: (done, total, unit = 'steps') => send({ type: 'progress', done, total, unit }),
          warn: (message, count = 1) => {
            warnings += count;
            send({ type: 'log', level: 'warn', message: message.slice(0, 10_000) });
          },
        },
      });
      const tracked = { ...ctx, tempDir: async () => (directory = await ctx.tempDir()) };
      const outcome = await drive({
        spec,
        executor,
        ctx: tracked,
        host,
        ...(step.range === null ? {} : { range: step.range }),
        ...(step.answer === null ? {} : { answer: step.answer }),
      });
      if (outcome.status === 'done' && step.outside !== null) {
        const now = await executor.outside!(step.params as never, outsideTools());
        if (now !== step.outside)
          throw new NodeError(
            'input',
            'outside.changed',
            'the files this step reads changed while it ran; run again to take them as they are now',
          );
      }
      await probe('outputs:stored');
      return { outcome, warnings };
    } catch (error) {
      return { outcome: failed(error), warnings };
    } finally {
      if (directory !== undefined) await rm(directory, { recursive: true, force: true }).catch(() => {});
    }
  }

  socket.on(
    'data',
    lineReader((raw) => {
      const message = raw as ToExecutor;
      switch (message.type) {
        case 'execute': {
          pause = false;
          const started = performance.now();
          void execute(message).then(async ({ outcome, warnings }) => {
            await probe('result:reported');
            send({ type: 'end', outcome, warnings, ms: performance.now() - started });
          });
          break;
        }
        case 'pause':
          pause = true;
          break;
        case 'saved':
          onSaved?.(message.ok);
          break;
      }
    }),
  );
  send({ type: 'hello', protocol: PROTOCOL_VERSION });
}
