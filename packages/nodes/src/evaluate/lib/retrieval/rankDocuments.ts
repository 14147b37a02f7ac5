/** A chunk an index answers with, best first. */
export interface Hit {
  readonly chunk: string;
  readonly document: string;
  readonly text: string;
  readonly score: number;
}

/** As much of an opened index as a test needs. */
export interface SearchIndex {
  /** Every document that has a chunk in it, once. */
  documents(): readonly string[];
  search(questions: readonly string[], k: number): Promise<readonly (readonly Hit[])[]>;
  close(): Promise<void>;
}

/** A ranking is of documents: each stands where its best chunk does, and its other chunks take no place. */
export function byDocument(hits: readonly Hit[], k: number): Hit[] {
  const best = new Map<string, Hit>();
  for (const hit of hits) if (!best.has(hit.document)) best.set(hit.document, hit);
  return [...best.values()].slice(0, k);
}

/** Chunks asked for at first, per document wanted; most documents give a few chunks to one answer. */
const CHUNKS_PER_DOCUMENT = 4;
/** Never more than this: one document of thousands of similar chunks must not make every question a full scan. */
const MOST_CHUNKS = 2048;

/**
 * The first k documents for each question. An index answers in chunks, and several may be of one document, so
 * questions that came back with fewer than k documents are asked again for twice the chunks until they have them, the
 * index has no more, or `MOST_CHUNKS` are reached.
 */
export async function rankDocuments(
  search: SearchIndex['search'],
  questions: readonly string[],
  k: number,
): Promise<Hit[][]> {
  const ranked: Hit[][] = [];
  let open = questions.map((_, i) => i);
  for (let chunks = k * CHUNKS_PER_DOCUMENT; open.length > 0; chunks *= 2) {
    const asked = Math.min(chunks, MOST_CHUNKS);
    const answers = await search(
      open.map((i) => questions[i]!),
      asked,
    );
    open = open.filter((question, i) => {
      const hits = answers[i]!;
      const documents = byDocument(hits, k);
      ranked[question] = documents;
      return documents.length < k && hits.length >= asked && asked < MOST_CHUNKS;
    });
  }
  return ranked;
}
