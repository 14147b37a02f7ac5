import { RERANK_WIDTH } from '../../models/rerankFeatures.ts';
import { float32, type Batch, type HostTensor } from '../../onnx/index.ts';
import type { RankerShape } from './ranker.ts';

/** Added to the score of places that a question has no candidate for; finite, so that softmax stays free of NaN. */
const ABSENT = -1e9;

/**
 * The candidates of all questions, as numbers: `places` places per question, of which the first `counts[q]` are used.
 * These are the mined negatives: what the index itself puts near the right document.
 */
export class Mined {
  readonly places: number;
  /** `[questions, places, RERANK_WIDTH]` */
  readonly features: Float32Array;
  readonly counts: Float32Array;
  /** `[questions, places]`: 1 for chunks of the right document. */
  readonly right: Float32Array;

  constructor(questions: number, places: number) {
    this.places = places;
    this.features = new Float32Array(questions * places * RERANK_WIDTH);
    this.counts = new Float32Array(questions);
    this.right = new Float32Array(questions * places);
  }

  set(question: number, features: Float32Array, right: readonly boolean[]): void {
    this.features.set(features, question * this.places * RERANK_WIDTH);
    this.counts[question] = right.length;
    this.right.set(right.map(Number), question * this.places);
  }

  /** Whether the right document is among the candidates; if not, there is nothing to learn from the question. */
  findable(question: number): boolean {
    return this.#rightOf(question).includes(1);
  }

  /** For a checkpoint, and back. */
  tensors(): Map<string, HostTensor> {
    const { features, counts, right } = this;
    return new Map(
      Object.entries({ features, counts, right }).map(([name, data]) => [name, float32(data, [data.length])]),
    );
  }

  restore(tensors: ReadonlyMap<string, HostTensor>): void {
    for (const [name, own] of Object.entries({
      features: this.features,
      counts: this.counts,
      right: this.right,
    }))
      own.set(tensors.get(name)!.data as Float32Array);
  }

  batch(questions: Uint32Array): Batch {
    const { places } = this;
    const size = places * RERANK_WIDTH;
    const features = new Float32Array(questions.length * size);
    const absent = new Float32Array(questions.length * places);
    const right = new Float32Array(questions.length * places);
    for (const [row, question] of questions.entries()) {
      features.set(this.features.subarray(question * size, (question + 1) * size), row * size);
      absent.fill(ABSENT, row * places + this.counts[question]!, (row + 1) * places);
      right.set(this.#rightOf(question), row * places);
    }
    return {
      features: float32(features, [questions.length * places, RERANK_WIDTH]),
      absent: float32(absent, [questions.length, places]),
      right: float32(right, [questions.length, places]),
    };
  }

  /** Mean and deviation of each feature over the candidates of these questions; one that never varies has 1. */
  scale(questions: Uint32Array): Omit<RankerShape, 'hidden'> {
    const mean = new Float64Array(RERANK_WIDTH);
    const variance = new Float64Array(RERANK_WIDTH);
    const each = (use: (feature: number, value: number, total: number) => void): void => {
      const total = questions.reduce((sum, question) => sum + this.counts[question]!, 0);
      for (const question of questions)
        for (let at = 0; at < this.counts[question]! * RERANK_WIDTH; at++)
          use(at % RERANK_WIDTH, this.features[question * this.places * RERANK_WIDTH + at]!, total);
    };
    each((feature, value, total) => (mean[feature]! += value / total));
    each((feature, value, total) => (variance[feature]! += (value - mean[feature]!) ** 2 / total));
    return {
      mean: Float32Array.from(mean),
      deviation: Float32Array.from(variance, (value) => (value > 1e-6 ? Math.sqrt(value) : 1)),
    };
  }

  /** Place of the first right candidate when they are ordered by `score`, ties by place; -1 when there is none. */
  rank(question: number, score: (place: number) => number): number {
    const places = Array.from({ length: this.counts[question]! }, (_, place) => place);
    const right = this.#rightOf(question);
    return places.sort((a, b) => score(b) - score(a) || a - b).findIndex((place) => right[place] === 1);
  }

  #rightOf(question: number): Float32Array {
    return this.right.subarray(question * this.places, (question + 1) * this.places);
  }
}
