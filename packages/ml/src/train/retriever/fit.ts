/**
 * Learns a re-ranker in two phases that can be stopped anywhere:
 *
 *     mine ──candidates of every question known──▶ learn ──epochs spent──▶ done
 *
 * mine asks the index every question and keeps the features of what it finds. learn fits the net on the questions that
 * are not held out. The number of epochs is fixed and nothing is chosen by the held-out questions except, at the end,
 * whether the re-ranker is used at all; so what they say of it is what new documents may expect.
 */
import { MlError } from '../../errors.ts';
import { RERANK_WIDTH, type Candidate, type RerankFeatures } from '../../models/rerankFeatures.ts';
import { Rng, Trainer, adamW, cosineDecay, float32, permutation, type HostTensor } from '../../onnx/index.ts';
import { Mined } from './mined.ts';
import type { Pair } from './pairs.ts';
import type { Progress, Saved } from './progress.ts';
import { rankerGraph, type RankerShape } from './ranker.ts';

export interface RetrieverFitOptions {
  readonly pairs: readonly Pair[];
  /** 1 for pairs that are held out. */
  readonly held: Uint8Array;
  readonly search: (questions: readonly string[], k: number) => Promise<readonly (readonly Candidate[])[]>;
  readonly features: RerankFeatures;
  readonly params: {
    readonly candidates: number;
    readonly hidden: number;
    readonly epochs: number;
    readonly batch_size: number;
    readonly learning_rate: number;
    readonly weight_decay: number;
  };
  readonly seed: number;
  readonly threads: number;
  readonly onEpoch: (record: Progress['history'][number]) => void;
}

/** How high the right documents stand: the share at the first place, and the mean of 1 / rank (0 if not found). */
export interface RankFigures {
  readonly recall_at_1: number;
  readonly mrr: number;
}

const QUESTIONS_PER_STEP = 16;
const BATCHES_PER_STEP = 16;
/** Fewer questions than this cannot say anything about eighteen features. */
const FEWEST = 10;

export class RetrieverFit {
  readonly #options: RetrieverFitOptions;
  readonly #mined: Mined;
  #progress: Progress;
  #learning: Learning | undefined;

  private constructor(options: RetrieverFitOptions, progress: Progress) {
    this.#options = options;
    this.#mined = new Mined(options.pairs.length, options.params.candidates);
    this.#progress = progress;
  }

  static async open(options: RetrieverFitOptions, saved: Saved | undefined): Promise<RetrieverFit> {
    const shuffle = [...Rng.seeded(options.seed, 'shuffle').state()] as Progress['shuffle'];
    const first = { mined: 0, epoch: 0, at: 0, shuffle, lossSum: 0, history: [] };
    const fit = new RetrieverFit(options, saved?.progress ?? first);
    if (!saved) return fit;
    fit.#mined.restore(saved.mined);
    if (saved.state.size > 0) {
      fit.#learning = await openLearning(options, fit.#mined);
      await fit.#learning.trainer.importState(saved.state);
    }
    return fit;
  }

  get progress(): { done: number; total: number; unit: string } {
    const { mined, epoch } = this.#progress;
    const { pairs, params } = this.#options;
    return mined < pairs.length
      ? { done: mined, total: pairs.length, unit: 'questions' }
      : { done: epoch, total: params.epochs, unit: 'epochs' };
  }

  get history(): Progress['history'] {
    return this.#progress.history;
  }

  async step(): Promise<{ done: boolean; save: boolean }> {
    if (this.#progress.mined < this.#options.pairs.length) {
      await this.#mine();
      return { done: false, save: this.#progress.mined === this.#options.pairs.length };
    }
    const learning = (this.#learning ??= await openLearning(this.#options, this.#mined));
    for (let batch = 0; batch < BATCHES_PER_STEP; batch++) {
      await this.#learn(learning);
      if (this.#progress.at < learning.questions.length) continue;
      await this.#endEpoch(learning);
      return { done: this.#progress.epoch >= this.#options.params.epochs, save: false };
    }
    return { done: false, save: false };
  }

  save(): Saved {
    return {
      progress: structuredClone(this.#progress),
      mined: this.#mined.tensors(),
      state: this.#learning?.trainer.exportState() ?? new Map<string, HostTensor>(),
    };
  }

  /** Of the held-out questions, or undefined without any: as the index orders them, and as the net does. */
  async figures(): Promise<{ before: RankFigures; after: RankFigures } | undefined> {
    const held = this.#held();
    if (held.length === 0 || !this.#learning) return undefined;
    const before = this.#figuresOf(held, () => (place) => -place);
    return { before, after: await this.#rankedFigures(this.#learning) };
  }

  get learned(): { shape: RankerShape; parameters: ReadonlyMap<string, HostTensor>; questions: number } {
    const { trainer, shape, questions } = this.#learning!;
    const state = trainer.exportState();
    const names = ['gain', 'hidden/weight', 'hidden/bias', 'output/weight'];
    return {
      shape,
      parameters: new Map(names.map((name) => [name, state.get(name)!])),
      questions: questions.length,
    };
  }

  async close(): Promise<void> {
    await this.#learning?.trainer.dispose();
  }

  async #mine(): Promise<void> {
    const { pairs, search, features, params } = this.#options;
    const from = this.#progress.mined;
    const batch = pairs.slice(from, from + QUESTIONS_PER_STEP);
    const found = await search(
      batch.map(({ question }) => question),
      params.candidates,
    );
    for (const [at, { question, document }] of batch.entries()) {
      const hits = found[at]!.slice(0, params.candidates);
      this.#mined.set(
        from + at,
        features.of(question, hits),
        hits.map((hit) => hit.document === document),
      );
    }
    this.#progress.mined += batch.length;
  }

  async #learn({ trainer, questions }: Learning): Promise<void> {
    const progress = this.#progress;
    const order = permutation(Rng.fromState(progress.shuffle), questions.length);
    const batch = order
      .subarray(progress.at, progress.at + this.#options.params.batch_size)
      .map((at) => questions[at]!);
    const { loss } = await trainer.step(this.#mined.batch(batch));
    progress.at += batch.length;
    progress.lossSum += loss * batch.length;
  }

  async #endEpoch(learning: Learning): Promise<void> {
    const progress = this.#progress;
    const rng = Rng.fromState(progress.shuffle);
    permutation(rng, learning.questions.length);
    const record = {
      epoch: progress.epoch + 1,
      loss: progress.lossSum / learning.questions.length,
      ...(this.#held().length > 0 ? await this.#rankedFigures(learning) : {}),
    };
    const shuffle = [...rng.state()] as Progress['shuffle'];
    Object.assign(progress, { epoch: record.epoch, at: 0, lossSum: 0, shuffle });
    progress.history.push(record);
    this.#options.onEpoch(record);
  }

  async #rankedFigures({ trainer }: Learning): Promise<RankFigures> {
    const held = this.#held();
    const { features } = this.#mined.batch(held) as { features: HostTensor };
    const { scores } = await trainer.predict({
      features: float32(features.data as Float32Array, [held.length * this.#mined.places, RERANK_WIDTH]),
    });
    const all = scores!.data as Float32Array;
    return this.#figuresOf(held, (at) => (place) => all[at * this.#mined.places + place]!);
  }

  #figuresOf(questions: Uint32Array, scoreOf: (at: number) => (place: number) => number): RankFigures {
    let [first, reciprocal] = [0, 0];
    for (const [at, question] of questions.entries()) {
      const rank = this.#mined.rank(question, scoreOf(at));
      if (rank === 0) first += 1;
      if (rank >= 0) reciprocal += 1 / (rank + 1);
    }
    return { recall_at_1: first / questions.length, mrr: reciprocal / questions.length };
  }

  #held(): Uint32Array {
    const { held } = this.#options;
    return Uint32Array.from(held.keys()).filter((question) => held[question] === 1);
  }
}

interface Learning {
  readonly trainer: Trainer;
  readonly shape: RankerShape;
  /** Those that are not held out and whose right document the index finds. */
  readonly questions: Uint32Array;
}

async function openLearning(options: RetrieverFitOptions, mined: Mined): Promise<Learning> {
  const { held, params, seed, threads } = options;
  const questions = Uint32Array.from(held.keys()).filter(
    (question) => held[question] === 0 && mined.findable(question),
  );
  if (questions.length < FEWEST)
    throw new MlError(
      'input',
      'train.too_few_pairs',
      `the index finds the right document of only ${questions.length} questions to learn from; at least ${FEWEST} are needed: add pairs, or raise candidates`,
    );
  const shape = { hidden: params.hidden, ...mined.scale(questions) };
  const { graph, loss, scores } = rankerGraph(shape, params.candidates, Rng.seeded(seed, 'weights'));
  const steps = Math.ceil(questions.length / params.batch_size) * params.epochs;
  const trainer = await Trainer.create({
    graph,
    loss,
    outputs: { scores },
    optimizer: adamW({ weightDecay: params.weight_decay }),
    learningRate: cosineDecay({ peak: params.learning_rate, totalSteps: steps }),
    runtime: { threads },
  });
  return { trainer, shape, questions };
}
