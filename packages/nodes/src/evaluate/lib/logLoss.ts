/**
 * The smallest probability that is told from 0: a float32's resolution at 1 (2^-23), since models answer in float32.
 * Without a floor one sure mistake makes the mean infinite and hides everything else.
 */
export const LEAST_PROBABILITY = 2 ** -23;

/** Mean negative log-likelihood in nats of the true classes' probabilities. NaN without any. */
export function logLoss(probabilitiesOfTruth: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < probabilitiesOfTruth.length; i++)
    sum -= Math.log(Math.min(1, Math.max(LEAST_PROBABILITY, probabilitiesOfTruth[i]!)));
  return sum / probabilitiesOfTruth.length;
}
