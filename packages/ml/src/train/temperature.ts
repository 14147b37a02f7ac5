/**
 * Temperature scaling: one number that makes probabilities mean what they say, without changing any answer.
 * Guo, Pleiss, Sun & Weinberger, "On Calibration of Modern Neural Networks", 2017, arXiv:1706.04599, §4.2.
 */
export interface LabelledLogits {
  /** `[rows, classes]`, row after row. */
  readonly logits: Float32Array;
  readonly classes: number;
  /** The right class of each row. */
  readonly labels: ArrayLike<number>;
}

const [COLDEST, HOTTEST] = [0.05, 20];
/** Halvings of the bracket: 2⁻⁴⁰ of it is below what a double in this range can tell apart usefully. */
const HALVINGS = 40;

/**
 * The temperature T in [0.05, 20] with the least mean of −log softmax(logits / T)[label]. 1 without rows.
 *
 * With β = 1/T the loss is convex (log-sum-exp of a linear function), so its slope changes sign once and bisection on
 * the slope finds it, without a step size to choose and with the same bits every time.
 */
export function fitTemperature(data: LabelledLogits): number {
  if (data.labels.length === 0) return 1;
  let [low, high] = [1 / HOTTEST, 1 / COLDEST];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = Math.sqrt(low * high);
    if (slope(data, middle) < 0) low = middle;
    else high = middle;
  }
  return 1 / Math.sqrt(low * high);
}

/** d/dβ of the mean loss: Σ p(c)·logit(c) − logit(label), averaged over rows. */
function slope({ logits, classes, labels }: LabelledLogits, beta: number): number {
  let total = 0;
  for (let row = 0; row < labels.length; row++) {
    const { largest, sum, weighted } = moments(logits.subarray(row * classes, (row + 1) * classes), beta);
    total += weighted / sum - (logits[row * classes + labels[row]!]! - largest);
  }
  return total / labels.length;
}

/** Mean of −log softmax(logits / T)[label], in nats. 0 without rows. */
export function meanLogLoss({ logits, classes, labels }: LabelledLogits, temperature = 1): number {
  let total = 0;
  for (let row = 0; row < labels.length; row++) {
    const scores = logits.subarray(row * classes, (row + 1) * classes);
    const { largest, sum } = moments(scores, 1 / temperature);
    total += Math.log(sum) - (scores[labels[row]!]! - largest) / temperature;
  }
  return labels.length === 0 ? 0 : total / labels.length;
}

/** Share of rows whose largest logit (the first of equals) is that of their label. 0 without rows. */
export function accuracy({ logits, classes, labels }: LabelledLogits): number {
  let right = 0;
  for (let row = 0; row < labels.length; row++) {
    let best = 0;
    for (let c = 1; c < classes; c++)
      if (logits[row * classes + c]! > logits[row * classes + best]!) best = c;
    if (best === labels[row]) right++;
  }
  return labels.length === 0 ? 0 : right / labels.length;
}

/** Σ e^(β(z−max)) and Σ (z−max)·e^(β(z−max)): shifted by the largest, so that nothing overflows. */
function moments(scores: Float32Array, beta: number): { largest: number; sum: number; weighted: number } {
  let largest = -Infinity;
  for (const score of scores) largest = Math.max(largest, score);
  let [sum, weighted] = [0, 0];
  for (const score of scores) {
    const share = Math.exp(beta * (score - largest));
    sum += share;
    weighted += share * (score - largest);
  }
  return { largest, sum, weighted };
}
