/**
 * Trains a LayersModel batch by batch, so that it can be stopped after any of them and go on elsewhere to the same bits.
 * `model.fit` cannot: it shuffles with Math.random and draws dropout masks from the clock. Here the order of rows comes
 * from a saved generator, and every dropout layer is given a seed for the step.
 */
import { MlError } from '../../errors.ts';
import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';
import type { Topology } from '../../models/layersTopology.ts';
import type { Tfjs } from '../../models/tfjs.ts';
import { Rng, permutation } from '../../onnx/index.ts';
import { stratifiedSplit, type Split } from '../stratifiedSplit.ts';
import { accuracy, meanLogLoss } from '../temperature.ts';
import type { LayersData } from './data.ts';
import { loadModel } from './loadModel.ts';
import { encodeState, restoreState, type LayersProgress, type Trained } from './state.ts';

export interface LayersSettings {
  readonly optimizer: 'adam' | 'sgd';
  readonly learning_rate: number;
  readonly epochs: number;
  readonly batch_size: number;
  /** Share of the rows that is held out. */
  readonly validation_split: number;
}

export interface LayersFitOptions {
  readonly tfjs: Tfjs;
  readonly topology: Topology;
  readonly data: LayersData;
  readonly params: LayersSettings;
  readonly seed: number;
  readonly onEpoch: (record: LayersProgress['history'][number]) => void;
}

const BATCHES_PER_STEP = 8;

export class LayersFit {
  readonly #options: LayersFitOptions;
  readonly #trained: Trained;
  readonly #split: Split;
  readonly #dropouts: readonly { seed: number }[];
  #progress: LayersProgress;
  #order: Uint32Array | undefined;

  private constructor(options: LayersFitOptions, trained: Trained, progress: LayersProgress) {
    const { data, params, seed } = options;
    this.#options = options;
    this.#trained = trained;
    this.#progress = progress;
    const strata = data.labels ? data.targets : new Float32Array(data.rows);
    this.#split = stratifiedSplit(strata, params.validation_split, seed);
    this.#dropouts = dropoutsOf(trained.model);
  }

  static async open(options: LayersFitOptions, saved: Uint8Array | undefined): Promise<LayersFit> {
    const { tfjs, params, data, seed } = options;
    const { tf } = tfjs;
    const model = await loadModel(options);
    const optimizer =
      params.optimizer === 'adam' ? tf.train.adam(params.learning_rate) : tf.train.sgd(params.learning_rate);
    model.compile({ optimizer, loss: data.labels ? 'categoricalCrossentropy' : 'meanSquaredError' });
    const trained = { tf, model, optimizer };
    const progress = saved
      ? await restoreState(trained, saved)
      : {
          epoch: 0,
          at: 0,
          step: 0,
          shuffle: [...Rng.seeded(seed, 'shuffle').state()] as LayersProgress['shuffle'],
          lossSum: 0,
          history: [],
        };
    return new LayersFit(options, trained, progress);
  }

  get model(): Layers.LayersModel {
    return this.#trained.model;
  }

  get history(): LayersProgress['history'] {
    return this.#progress.history;
  }

  get split(): Split {
    return this.#split;
  }

  get examplesDone(): { done: number; total: number } {
    const perEpoch = this.#split.training.length;
    const { epoch, at } = this.#progress;
    return { done: epoch * perEpoch + at, total: perEpoch * this.#options.params.epochs };
  }

  async step(): Promise<{ done: boolean; epochEnded: boolean }> {
    for (let batch = 0; batch < BATCHES_PER_STEP; batch++) {
      await this.#learn();
      if (this.#progress.at < this.#split.training.length) continue;
      await this.#endEpoch();
      return { done: this.#progress.epoch >= this.#options.params.epochs, epochEnded: true };
    }
    return { done: false, epochEnded: false };
  }

  save(): Promise<Uint8Array> {
    return encodeState(this.#trained, this.#progress);
  }

  close(): void {
    const { model, optimizer } = this.#trained;
    optimizer.dispose();
    model.dispose();
  }

  async #learn(): Promise<void> {
    const { params, seed } = this.#options;
    const progress = this.#progress;
    const { training } = this.#split;
    const order = (this.#order ??= permutation(Rng.fromState(progress.shuffle), training.length));
    const indices = order.subarray(progress.at, progress.at + params.batch_size).map((at) => training[at]!);
    const masks = Rng.seeded(seed, `dropout ${progress.step}`);
    for (const layer of this.#dropouts) layer.seed = 1 + masks.below(2 ** 31 - 1);
    const { inputs, targets } = this.#tensors(indices);
    const loss = (await this.#trained.model.trainOnBatch(inputs, targets)) as number;
    this.#trained.tf.dispose([inputs, targets]);
    if (!Number.isFinite(loss))
      throw new MlError(
        'input',
        'layers.diverged',
        `training went astray: the loss of batch ${progress.step + 1} is ${loss}; lower the learning rate (now ${params.learning_rate}), or scale the inputs`,
      );
    progress.at += indices.length;
    progress.step += 1;
    progress.lossSum += loss * indices.length;
  }

  async #endEpoch(): Promise<void> {
    const progress = this.#progress;
    const { training } = this.#split;
    const rng = Rng.fromState(progress.shuffle);
    permutation(rng, training.length);
    const record = {
      epoch: progress.epoch + 1,
      loss: progress.lossSum / training.length,
      ...(await this.#validate()),
    };
    this.#order = undefined;
    const shuffle = [...rng.state()] as LayersProgress['shuffle'];
    Object.assign(progress, { epoch: record.epoch, at: 0, lossSum: 0, shuffle });
    progress.history.push(record);
    this.#options.onEpoch(record);
  }

  async #validate(): Promise<{ val_loss?: number; val_accuracy?: number }> {
    const { data, params } = this.#options;
    const { validation } = this.#split;
    if (validation.length === 0) return {};
    const outputs: number[] = [];
    for (let from = 0; from < validation.length; from += params.batch_size) {
      const { inputs, targets } = this.#tensors(validation.subarray(from, from + params.batch_size));
      const answers = this.#trained.model.predictOnBatch(inputs) as Core.Tensor;
      outputs.push(...(await answers.data()));
      this.#trained.tf.dispose([inputs, targets, answers]);
    }
    const labels = Float32Array.from(validation, (at) => data.targets[at]!);
    if (!data.labels) {
      const squares = labels.reduce((sum, value, at) => sum + (outputs[at]! - value) ** 2, 0);
      return { val_loss: squares / labels.length };
    }
    // Logarithms of probabilities are logits of those probabilities.
    const logits = Float32Array.from(outputs, (share) => Math.log(Math.max(share, 1e-12)));
    const answers = { logits, classes: data.labels.length, labels };
    return { val_loss: meanLogLoss(answers), val_accuracy: accuracy(answers) };
  }

  #tensors(indices: Uint32Array): { inputs: Core.Tensor; targets: Core.Tensor } {
    const { data } = this.#options;
    const { tf } = this.#trained;
    const inputs = new Float32Array(indices.length * data.width);
    for (const [row, at] of indices.entries())
      inputs.set(data.inputs.subarray(at * data.width, (at + 1) * data.width), row * data.width);
    const width = data.labels?.length ?? 1;
    const targets = new Float32Array(indices.length * width);
    for (const [row, at] of indices.entries()) {
      if (data.labels) targets[row * width + data.targets[at]!] = 1;
      else targets[row] = data.targets[at]!;
    }
    return {
      inputs: tf.tensor2d(inputs, [indices.length, data.width]),
      targets: tf.tensor2d(targets, [indices.length, width]),
    };
  }
}

function dropoutsOf(model: Layers.LayersModel): { seed: number }[] {
  return model.layers.flatMap((layer) => {
    if (layer.getClassName() === 'Dropout') return [layer as unknown as { seed: number }];
    return 'layers' in layer ? dropoutsOf(layer as Layers.LayersModel) : [];
  });
}
