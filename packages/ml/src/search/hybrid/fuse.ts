/** A row one kind of search has found, best first in its list. */
export interface RankedHit {
  readonly row: number;
  readonly score: number;
}

export interface RankedList {
  readonly hits: readonly RankedHit[];
  /** How much this list counts. Weights are shared out among the lists, whatever they add up to. */
  readonly weight: number;
}

/**
 * - `scores`  each list's scores stretched to 0…1 (its last hit to its first), then their weighted sum. Bruch, Gai,
 *             Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", 2023: better than ranks, in and out of
 *             domain, and one weight to choose.
 * - `ranks`   reciprocal rank fusion, weight / (60 + rank). Cormack, Clarke, Büttcher 2009. Knows nothing of scores, so
 *             nothing about them can go wrong.
 */
export type FuseMethod = 'scores' | 'ranks';

export interface FusedHit {
  readonly row: number;
  /** 0 to 1 for `scores`; for `ranks` 1 means first in every list. */
  readonly score: number;
  /** Place in each list, from 0; -1 where the list does not have it. */
  readonly places: readonly number[];
}

/** RRF's constant, as in the paper. */
const RANK_OFFSET = 60;

/**
 * One ranking of several, best first, ties by row, at most k. A list that does not have a row gives it nothing, and a
 * list without hits leaves the others as they are.
 */
export function fuse(lists: readonly RankedList[], k: number, method: FuseMethod = 'scores'): FusedHit[] {
  const total = lists.reduce((sum, { weight }) => sum + weight, 0);
  const found = new Map<number, { score: number; places: number[] }>();
  lists.forEach(({ hits, weight }, list) => {
    const share = total > 0 ? weight / total : 0;
    hits.forEach((hit, place) => {
      const entry = found.get(hit.row) ?? { score: 0, places: lists.map(() => -1) };
      if (entry.places[list] !== -1) return; // a row listed twice counts once, at its better place
      entry.places[list] = place;
      entry.score += share * (method === 'ranks' ? reciprocalRank(place) : stretched(hits, place));
      found.set(hit.row, entry);
    });
  });
  return [...found]
    .map(([row, { score, places }]) => ({ row, score, places }))
    .sort((a, b) => b.score - a.score || a.row - b.row)
    .slice(0, k);
}

const reciprocalRank = (place: number): number => (RANK_OFFSET + 1) / (RANK_OFFSET + 1 + place);

function stretched(hits: readonly RankedHit[], place: number): number {
  const first = hits[0]!.score;
  const last = hits[hits.length - 1]!.score;
  return first > last ? (hits[place]!.score - last) / (first - last) : 1;
}
