/**
 * For tests of linear time: how many times longer `work` takes on 16 times the input. Linear work gives about
 * 16, quadratic about 256; below 80 it cannot be quadratic. Times are this thread's own processor time, which other
 * programs on the machine do not add to, the best of five, and at least a millisecond.
 */
export function growth(work: (size: number) => void, size: number): number {
  const best = (n: number): number => {
    let least = Infinity;
    for (let round = 0; round < 5; round++) {
      const began = process.threadCpuUsage();
      work(n);
      const { user, system } = process.threadCpuUsage(began);
      least = Math.min(least, (user + system) / 1000);
    }
    return least;
  };
  const small = Math.max(best(size), 1);
  return best(16 * size) / small;
}

/** The most {@link growth} of work that is not quadratic. */
export const LINEAR = 80;
