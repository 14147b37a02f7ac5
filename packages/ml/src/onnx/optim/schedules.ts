/** Learning rates as pure functions of the step, so that a resumed run needs no schedule state. Steps count from 0. */
import { OnnxError } from '../errors.ts';

export type Schedule = (step: number) => number;

export interface DecayOptions {
  /** The highest rate, reached at the end of the warm-up. */
  readonly peak: number;
  /** Steps in all; afterwards the rate stays at its final value. */
  readonly totalSteps: number;
  /** Steps over which the rate rises evenly from peak/warmupSteps to peak. Default 0. */
  readonly warmupSteps?: number;
  /** The rate at the end, as a share of the peak. Default 0. */
  readonly finalShare?: number;
}

export const constantRate =
  (rate: number): Schedule =>
  () =>
    rate;

/** Warm-up, then half a cosine wave down. Loshchilov & Hutter 2017, arXiv:1608.03983, without restarts. */
export function cosineDecay(options: DecayOptions): Schedule {
  return decay(options, (progress) => (1 + Math.cos(Math.PI * progress)) / 2);
}

/** Warm-up, then a straight line down. */
export function linearDecay(options: DecayOptions): Schedule {
  return decay(options, (progress) => 1 - progress);
}

/** `shape` maps progress 0…1 after the warm-up to 1…0. */
function decay(options: DecayOptions, shape: (progress: number) => number): Schedule {
  const { peak, totalSteps, warmupSteps = 0, finalShare = 0 } = options;
  if (!(totalSteps >= 1) || !(warmupSteps >= 0) || warmupSteps > totalSteps) {
    throw new OnnxError(
      'graph',
      `a schedule needs at least one step and no more warm-up than steps, not ${warmupSteps} of ${totalSteps}`,
    );
  }
  return (step) => {
    if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
    const progress = Math.min(1, (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
    return peak * (finalShare + (1 - finalShare) * shape(progress));
  };
}
