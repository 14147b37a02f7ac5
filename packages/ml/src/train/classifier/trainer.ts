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

export interface ClassifierSettings {
  readonly head: 'linear' | 'mlp' | 'both';
  /** Units of the hidden layer. */
  readonly hidden: number;
  /** Times that training goes through the rows, at most. */
  readonly epochs: number;
  readonly batch_size: number;
  readonly learning_rate: number;
  readonly schedule: 'constant' | 'cosine' | 'linear';
  /** Share of the steps in which the rate rises from 0. */
  readonly warmup: number;
  readonly weight_decay: number;
  readonly label_smoothing: number;
  /** Share of the hidden units that a step leaves out. */
  readonly dropout: number;
  readonly class_weights: 'none' | 'balanced';
  /** Share of each label's examples that is held out. */
  readonly validation_split: number;
  /** Epochs without better answers after which training stops; 0: never early. */
  readonly patience: number;
  /** Learn again from all rows for as many epochs as were best. */
  readonly refit: boolean;
  /** Fit a temperature on the held-out rows. */
  readonly calibration: boolean;
}

/** A trainer of a new net. It takes the net's inputs, `label`, and as the params ask `weight` and `dropout`. */
export async function createTrainer(options: {
  readonly shape: NetShape;
  readonly params: ClassifierSettings;
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

function scheduleOf(
  { schedule, learning_rate: peak, warmup }: ClassifierSettings,
  totalSteps: number,
): Schedule {
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
