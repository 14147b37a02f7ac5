import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFiles, writeFiles } from '../artifact/manifest.ts';
import { openTable } from '../artifact/tableReader.ts';
import { tableWriter } from '../artifact/tableWriter.ts';
import type { NodeSpec } from '../graph/index.ts';
import type { ArtifactRef, NodeInput, NodeInputs } from '../node/artifact.ts';
import { NodeError } from '../node/errors.ts';
import type { NodeContext } from '../node/executor.ts';
import { secretName } from '../protocol/index.ts';
import type { ArtifactStore } from '../store/artifacts.ts';

/** What a step says while it runs; the host turns it into events. */
export interface StepVoice {
  log: NodeContext['log'];
  metric: NodeContext['metric'];
  progress: NodeContext['progress'];
  warn: NodeContext['warn'];
  usage: NodeContext['usage'];
}

export interface ContextParts {
  readonly spec: NodeSpec;
  readonly params: Record<string, unknown>;
  /** Per port the artifacts wired to it, `many` ports sorted by hash. */
  readonly inputs: Readonly<Record<string, readonly ArtifactRef[]>>;
  readonly seed: number;
  readonly threads: number;
  /** Idempotency key. */
  readonly key: string;
  readonly signal: AbortSignal;
  readonly store: ArtifactStore;
  readonly voice: StepVoice;
  /** Null when there is no such secret. */
  readonly secret: (name: string) => Promise<string | null>;
}

/** Opens the inputs, verifying each, and builds what node code sees. */
export async function nodeContext(parts: ContextParts): Promise<NodeContext> {
  const { spec, store, voice } = parts;
  let directory: Promise<string> | undefined;
  return {
    params: parts.params,
    inputs: await openInputs(spec, store, parts.inputs),
    seed: parts.seed,
    threads: parts.threads,
    key: parts.key,
    signal: parts.signal,
    ...voice,
    async secret(name) {
      const { error } = secretName.safeParse(name);
      if (error !== undefined)
        throw new NodeError('bug', 'secret.name', `the name of a secret ${error.issues[0]!.message}`);
      const value = await parts.secret(name);
      if (value === null)
        throw new NodeError(
          'input',
          'secret.unknown',
          `there is no secret "${name}" for this step; ask whoever runs the worker to give it one`,
        );
      return value;
    },
    table: (columns) => tableWriter(store, columns),
    files: async (kind, files, meta) => await writeFiles(store, { kind, files, meta }),
    tempDir: () => (directory ??= mkdtemp(join(tmpdir(), 'weft-step-'))),
  };
}

async function openInputs(
  spec: NodeSpec,
  store: ArtifactStore,
  refs: ContextParts['inputs'],
): Promise<NodeInputs> {
  const open = async (ref: ArtifactRef): Promise<NodeInput> =>
    ref.kind === 'table' ? await openTable(store, ref) : await openFiles(store, ref);
  const inputs: Record<string, NodeInput | NodeInput[] | undefined> = {};
  for (const [name, port] of Object.entries(spec.inputs)) {
    const wired = await Promise.all((refs[name] ?? []).map(open));
    inputs[name] = port.many ? wired : wired[0];
  }
  return inputs;
}
