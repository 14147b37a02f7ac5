/** Bursts pass, a steady flow does not exceed `perSecond`. */
export interface TokenBucket {
  /** False, and nothing is taken, when there are too few. */
  take(cost: number): boolean;
  /** Takes them in any case; what is missing is owed. */
  spend(cost: number): void;
  /** How long until so many are there, in ms. */
  msUntil(cost: number): number;
}

export function tokenBucket({
  burst,
  perSecond,
  now = () => performance.now(),
}: {
  burst: number;
  perSecond: number;
  now?: () => number;
}): TokenBucket {
  let tokens = burst;
  let filledAt = now();
  function fill(): void {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * perSecond);
    filledAt = at;
  }
  return {
    take(cost) {
      fill();
      if (cost > tokens) return false;
      tokens -= cost;
      return true;
    },
    spend(cost) {
      fill();
      tokens -= cost;
    },
    msUntil(cost) {
      fill();
      return Math.max(0, ((cost - tokens) / perSecond) * 1000);
    },
  };
}
