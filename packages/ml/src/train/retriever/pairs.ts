import { Rng } from '../../onnx/index.ts';

export interface Pair {
  readonly question: string;
  /** As the index calls it. */
  readonly document: string;
}

/**
 * Which pairs are held out: whole documents in random order until `share` of the pairs is reached, at least one
 * document left for each side. A question about a document whose other questions were learned from would be too easy.
 */
export function heldOut(pairs: readonly Pair[], share: number, seed: number): Uint8Array {
  const documents = [...new Set(pairs.map(({ document }) => document))];
  Rng.seeded(seed, 'split').shuffle(documents);
  const sizes = new Map<string, number>();
  for (const { document } of pairs) sizes.set(document, (sizes.get(document) ?? 0) + 1);
  const held = new Set<string>();
  let count = 0;
  for (const document of documents) {
    if (count >= share * pairs.length || held.size >= documents.length - 1) break;
    held.add(document);
    count += sizes.get(document)!;
  }
  return Uint8Array.from(pairs, ({ document }) => (held.has(document) ? 1 : 0));
}
