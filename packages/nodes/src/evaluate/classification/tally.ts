import { calibration, type Calibration } from '../lib/calibration.ts';
import { classScores, macroF1, weightedF1, type ClassScore } from '../lib/classScores.ts';
import { accuracy, confusion, type Confusion } from '../lib/confusion.ts';
import { logLoss } from '../lib/logLoss.ts';

export interface Answer {
  readonly label: string;
  /** In the order of the model's labels. */
  readonly probabilities: ArrayLike<number>;
}

export interface Example {
  /** Index of the row in the test set. */
  readonly row: number;
  readonly text: string;
  readonly label: string;
}

export interface Mistake extends Example {
  readonly predicted: string;
  readonly confidence: number;
}

export interface Figures {
  readonly metrics: {
    readonly accuracy: number;
    readonly macro_f1: number;
    readonly weighted_f1: number;
    readonly ece: number;
    /** Over the examples whose label the model knows; absent when it knows none. */
    readonly nll?: number;
    readonly examples: number;
    /** Examples with a label the model has never seen: always wrong, whatever it says. */
    readonly unknown_label_examples: number;
  };
  /** The model's labels, then those only the test set has, sorted. Rows and columns of `confusion` follow it. */
  readonly labels: readonly string[];
  readonly unknownLabels: readonly string[];
  readonly scores: readonly ClassScore[];
  readonly confusion: Confusion;
  readonly calibration: Calibration;
  /** The most confident mistakes first. */
  readonly worst: readonly Mistake[];
}

/**
 * Collects answers one by one, keeping four numbers for each, so a test set larger than memory's texts can be measured.
 * `figures` may be asked for once at least one example was added.
 */
export interface Tally {
  /** Returns what is to be known of this one answer. */
  add(example: Example, answer: Answer): { readonly confidence: number; readonly correct: boolean };
  figures(): Figures;
}

export function classificationTally(modelLabels: readonly string[], worstCount: number): Tally {
  const classOf = new Map(modelLabels.map((label, i) => [label, i]));
  const unknown = new Map<string, number>();
  const truths: number[] = [];
  const predictions: number[] = [];
  const confidences: number[] = [];
  const knownProbabilities: number[] = [];
  const worst: Mistake[] = [];

  const remember = (mistake: Mistake): void => {
    const least = worst.at(-1);
    if (worst.length === worstCount && (least === undefined || mistake.confidence <= least.confidence))
      return;
    // Ties keep the order of rows, so the list does not depend on batch sizes.
    const at = worst.findIndex(({ confidence }) => confidence < mistake.confidence);
    worst.splice(at === -1 ? worst.length : at, 0, mistake);
    if (worst.length > worstCount) worst.pop();
  };

  return {
    add(example, answer) {
      const predicted = classOf.get(answer.label);
      if (predicted === undefined)
        throw new Error(`the model answered "${answer.label}", which is not one of its labels`);
      let truth = classOf.get(example.label);
      if (truth === undefined) {
        // Provisional numbers below 0 in order of appearance; `figures` sorts the names.
        truth = unknown.get(example.label) ?? -1 - unknown.size;
        unknown.set(example.label, truth);
      } else knownProbabilities.push(answer.probabilities[truth]!);
      const confidence = answer.probabilities[predicted]!;
      const correct = truth === predicted;
      truths.push(truth);
      predictions.push(predicted);
      confidences.push(confidence);
      if (!correct) remember({ ...example, predicted: answer.label, confidence });
      return { confidence, correct };
    },

    figures() {
      const unknownLabels = [...unknown.keys()].sort();
      const labels = [...modelLabels, ...unknownLabels];
      const final = new Map(unknownLabels.map((label, i) => [unknown.get(label)!, modelLabels.length + i]));
      const classes = truths.map((truth) => final.get(truth) ?? truth);
      const matrix = confusion(labels.length, classes, predictions);
      const scores = classScores(matrix);
      const calibrated = calibration(
        confidences,
        classes.map((truth, i) => truth === predictions[i]),
      );
      return {
        metrics: {
          accuracy: accuracy(matrix),
          macro_f1: macroF1(scores),
          weighted_f1: weightedF1(scores),
          ece: calibrated.ece,
          ...(knownProbabilities.length > 0 ? { nll: logLoss(knownProbabilities) } : {}),
          examples: truths.length,
          unknown_label_examples: truths.length - knownProbabilities.length,
        },
        labels,
        unknownLabels,
        scores,
        confusion: matrix,
        calibration: calibrated,
        worst: [...worst],
      };
    },
  };
}
