import type { ParamsOf } from '@weft/engine/graph';
import {
  Rng,
  Trainer,
  adam,
  adamW,
  constantRate,
  cosineDecay,
  linearDecay,
  softmaxCrossEntropy,
  type RuntimeOptions,
  type Schedule,
} from '../../onnx/index.ts';
import { buildNet, mean, type NetShape } from './net.ts';
import type { spec } from './spec.ts';

export type FitParams = Omit<ParamsOf<typeof spec>, 'provider'>;

/** A trainer of a new net. It takes the net's inputs, `label`, and as the params ask `weight` and `dropout`. */
export async function createTrainer(options: {
  readonly shape: NetShape;
  readonly params: FitParams;
  readonly seed: number;
  /** Batches in one epoch. */
  readonly batches: number;
  readonly runtime: RuntimeOptions;
}): Promise<Trainer> {
  const { shape, params, seed, batches, runtime } = options;
  const rng = Rng.seeded(seed, 'weights');
  const dropout = params.dropout > 0 && params.head !== 'linear';
  const { graph, logits, heads } = buildNet(shape, (_, draw) => draw(rng), { dropout });
  const label = graph.input('label', 'int64', ['B']);
  const weights = params.class_weights === 'balanced' ? graph.input('weight', 'float32', ['B']) : undefined;
  return await Trainer.create({
    graph,
    loss: mean(
      heads.map((head) => softmaxCrossEntropy(head, label, { smoothing: params.label_smoothing, weights })),
    ),
    outputs: { logits },
    optimizer: params.weight_decay > 0 ? adamW({ weightDecay: params.weight_decay }) : adam(),
    learningRate: scheduleOf(params, batches * params.epochs),
    runtime,
  });
}

function scheduleOf({ schedule, learning_rate: peak, warmup }: FitParams, totalSteps: number): Schedule {
  const options = { peak, totalSteps, warmupSteps: Math.floor(warmup * totalSteps) };
  switch (schedule) {
    case 'cosine':
      return cosineDecay(options);
    case 'linear':
      return linearDecay(options);
    case 'constant': {
      const { warmupSteps } = options;
      const constant = constantRate(peak);
      return (step) => (step < warmupSteps ? (peak * (step + 1)) / warmupSteps : constant(step));
    }
  }
}
