import { Socket } from 'node:net';
import type { SpecRegistry } from '../graph/index.ts';
import type { ExecutorRegistry } from '../node/executor.ts';
import type { Probe } from '../probe.ts';
import {
  encodeMessage,
  lineReader,
  nodeExecutorConfig,
  PROTOCOL_VARIABLE,
  PROTOCOL_VERSION,
  toExecutor,
  type Execute,
  type FromExecutor,
  type Hello,
} from '../protocol/index.ts';
import { StepRun } from './stepRun.ts';

/**
 * The child process that runs node code: it reads artifacts, runs one step at a time, stages artifacts and checkpoints,
 * and tells its supervisor. It has no database, no queue and no secrets of its own; when it crashes, leaks or loops, the
 * supervisor lives on.
 */
export async function runExecutor(probe: Probe = () => {}): Promise<void> {
  // A terminal sends Ctrl-C to the whole group. The supervisor decides what becomes of the step: it lets it save first,
  // and its socket closing ends this process whatever else happens.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  const config = nodeExecutorConfig.parse(JSON.parse(process.env.WEFT_EXECUTOR ?? 'null'));
  delete process.env.WEFT_EXECUTOR;

  const socket = new Socket({ fd: 3, readable: true, writable: true });
  const send = (message: FromExecutor) => void socket.write(encodeMessage(message));
  // The supervisor is gone: nobody will ever read the result.
  socket.on('close', () => process.exit(0));
  socket.on('error', () => process.exit(0));
  if (!speaksTheSame()) return refuse(socket);

  const specs = ((await import(config.specsModule)) as { registry: SpecRegistry }).registry;
  const executors = ((await import(config.executorsModule)) as { executors: ExecutorRegistry }).executors;
  let current: StepRun | undefined;

  async function execute(step: Execute): Promise<void> {
    const started = performance.now();
    const run = (current = new StepRun({ step, specs, executors, send, probe }));
    const { outcome, warnings } = await run.run();
    await probe('result:reported');
    current = undefined;
    send({ type: 'end', outcome, warnings, ms: performance.now() - started });
  }

  socket.on(
    'data',
    lineReader((raw) => {
      const message = toExecutor.parse(raw);
      switch (message.type) {
        case 'execute':
          void execute(message);
          break;
        case 'pause':
          current?.pause();
          break;
        case 'abort':
          current?.abort(message.reason);
          break;
        case 'saved':
          current?.saved(message.ok);
          break;
        case 'secret':
          current?.answer(message.name, message.value);
          break;
      }
    }),
  );
  send({
    type: 'hello',
    protocol: PROTOCOL_VERSION,
    runtime: `node ${process.versions.node}`,
    nodes: abilities(specs, executors),
  });
}

/** What the supervisor speaks stands in the environment. */
function speaksTheSame(): boolean {
  const spoken = process.env[PROTOCOL_VARIABLE];
  return spoken === undefined || Number(spoken) === PROTOCOL_VERSION;
}

/** Says which version this is, so that the supervisor can name the difference, and ends. */
function refuse(socket: Socket): void {
  const runtime = `node ${process.versions.node}`;
  socket.write(encodeMessage({ type: 'hello', protocol: PROTOCOL_VERSION, runtime, nodes: [] }));
  process.stderr.write(
    `this executor speaks version ${PROTOCOL_VERSION} of the protocol, its worker version ${process.env[PROTOCOL_VARIABLE]}\n`,
  );
  socket.end(() => process.exit(1));
}

/** Node types that have both a spec and an executor here. */
function abilities(specs: SpecRegistry, executors: ExecutorRegistry): Hello['nodes'] {
  const versions = new Map<string, number[]>();
  for (const name of Object.keys(executors)) {
    const at = name.lastIndexOf('@');
    const [type, version] = [name.slice(0, at), Number(name.slice(at + 1))];
    if (specs.get(type, version) === undefined) continue;
    versions.set(type, [...(versions.get(type) ?? []), version]);
  }
  return [...versions].map(([type, list]) => ({ type, versions: list.sort((a, b) => a - b) }));
}
