/**
 * Starts onnxruntime sessions: which provider runs a model is decided here, by what is really there, and reported.
 *
 * Providers are tried in the order asked for; one that is not offered by this build of onnxruntime, or whose library
 * or device is missing, is skipped with its reason kept. Results are reproducible to the bit for one provider with
 * one thread count, so both belong to the key of whatever is computed.
 */
import { InferenceSession, Tensor as OrtTensor, listSupportedBackends } from 'onnxruntime-node';
import { OnnxError } from '../errors.ts';
import type { DType, HostTensor } from '../hostTensor.ts';

export type { OrtTensor };

export type Provider = 'cpu' | 'webgpu' | 'cuda';

export interface RuntimeOptions {
  /** Tried in this order. Default: cpu alone. */
  readonly providers?: readonly Provider[];
  /** Threads within one operator. Default 1. Different counts may give different last bits. */
  readonly threads?: number;
}

export interface Session {
  readonly provider: Provider;
  readonly threads: number;
  /** Providers that were asked for earlier in the list but could not be used, and why. */
  readonly skipped: readonly { readonly provider: Provider; readonly reason: string }[];
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Runs the model. Outputs given in `into` are written to that memory; the others are new. */
  run(
    feeds: Readonly<Record<string, OrtTensor>>,
    into?: Readonly<Record<string, OrtTensor>>,
  ): Promise<Record<string, OrtTensor>>;
  release(): Promise<void>;
}

/** Starts a session for a model file in memory. Throws `runtime` when no provider could be started. */
export async function openSession(model: Uint8Array, options: RuntimeOptions = {}): Promise<Session> {
  const { providers = ['cpu'], threads = 1 } = options;
  if (!Number.isInteger(threads) || threads < 1)
    throw new OnnxError('runtime', `threads must be a whole number from 1 up, not ${threads}`);
  const offered = new Set(listSupportedBackends().map(({ name }) => name));
  const skipped: { provider: Provider; reason: string }[] = [];
  for (const provider of providers) {
    if (!offered.has(provider)) {
      skipped.push({ provider, reason: 'this build of onnxruntime does not include it' });
      continue;
    }
    try {
      const session = await InferenceSession.create(model, {
        executionProviders: [provider],
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3, // errors only: warnings about unused initializers say nothing to our users
      });
      return wrap(session, { provider, threads, skipped });
    } catch (cause) {
      skipped.push({ provider, reason: cause instanceof Error ? cause.message : String(cause) });
    }
  }
  const reasons = skipped.map(({ provider, reason }) => `${provider}: ${reason}`).join('; ');
  throw new OnnxError(
    'runtime',
    `no execution provider could run the model (${reasons || 'none was asked for'})`,
  );
}

function wrap(session: InferenceSession, facts: Pick<Session, 'provider' | 'threads' | 'skipped'>): Session {
  return {
    ...facts,
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    async run(feeds, into) {
      try {
        if (!into) return await session.run(feeds);
        const fetches = Object.fromEntries(session.outputNames.map((name) => [name, into[name] ?? null]));
        return await session.run(feeds, fetches);
      } catch (cause) {
        throw new OnnxError(
          'runtime',
          `the model could not run: ${cause instanceof Error ? cause.message : String(cause)}`,
          { cause },
        );
      }
    },
    release: () => session.release(),
  };
}

/** The same memory, as onnxruntime wants it. */
export function toOrt(tensor: HostTensor): OrtTensor {
  return new OrtTensor(tensor.dtype, tensor.data, tensor.shape);
}

/** The same memory, as ours. */
export function fromOrt(tensor: OrtTensor): HostTensor {
  const dtype: DType | undefined = (['float32', 'int64', 'bool'] as const).find(
    (known) => known === tensor.type,
  );
  if (!dtype)
    throw new OnnxError(
      'runtime',
      `the model gives an output of type ${tensor.type}, which is none of float32, int64, bool`,
    );
  return { dtype, shape: tensor.dims, data: tensor.data } as HostTensor;
}
