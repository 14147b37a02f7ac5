import { mean, ndcgAt, recallAt, reciprocalRankAt } from '../ranking.ts';

/** Where recall is always measured, as far as k reaches. */
const CUTOFFS = [1, 5, 10];

/** The ranks at which recall is reported when k documents are looked at, ascending. */
export const cutoffs = (k: number): number[] => [...new Set([...CUTOFFS.filter((c) => c < k), k])];

/**
 * Means over questions with one right document each. `ranks`: where it stands, from 1; null when it is not among the
 * first k. Names carry the cutoff: recall@1, …, recall@k, mrr@k, ndcg@k.
 */
export function retrievalFigures(ranks: readonly (number | null)[], k: number): Record<string, number> {
  const lists = ranks.map((rank) => Array.from({ length: k }, (_, i) => i + 1 === rank));
  return {
    ...Object.fromEntries(cutoffs(k).map((c) => [`recall@${c}`, mean(lists.map((l) => recallAt(l, 1, c)))])),
    [`mrr@${k}`]: mean(lists.map((l) => reciprocalRankAt(l, k))),
    [`ndcg@${k}`]: mean(lists.map((l) => ndcgAt(l, 1, k))),
    questions: ranks.length,
  };
}
