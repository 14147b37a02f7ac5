import { MlError } from '../errors.ts';
import type { ModelFiles } from '../files.ts';
import { openEmbedder, type Embedder } from '../models/embedder.ts';
import { openReranker, withReranker } from '../models/reranker.ts';
import { LexicalIndex } from './bm25/index.ts';
import { HybridSearcher } from './hybrid/index.ts';
import { VECTOR_MANIFEST, VectorIndexSearcher } from './vector/index.ts';
import {
  EMBEDDER_PREFIX,
  LEXICAL_FILE,
  readIndexFile,
  readIndexRows,
  type IndexFile,
  type IndexRow,
} from './indexFile.ts';

export interface SearchHit extends IndexRow {
  /** Row in the index. */
  readonly row: number;
  /** Higher is better; comparable within one question only. */
  readonly score: number;
}

export interface OpenedIndex {
  readonly about: IndexFile;
  readonly rows: readonly IndexRow[];
  /** Documents that have a chunk in it, each once. */
  documents(): readonly string[];
  search(questions: readonly string[], k: number): Promise<SearchHit[][]>;
  close(): Promise<void>;
}

/**
 * Opens an index to ask it questions as text; it brings the embedder it was made with.
 * @throws MlError (input) when the files are no index, or it has vectors only and no embedder for questions.
 */
export async function openIndex(files: ModelFiles): Promise<OpenedIndex> {
  const about = await readIndexFile(files);
  const rows = await readIndexRows(files);
  const vectors = await VectorIndexSearcher.open({
    manifest: await files.json(VECTOR_MANIFEST),
    localPath: async (file) => await files.localPath(file),
  });
  const embedder = about.embedder ? await openEmbedder(files, EMBEDDER_PREFIX) : null;
  const hybrid =
    about.kind === 'hybrid'
      ? new HybridSearcher(
          LexicalIndex.decode(await files.read(LEXICAL_FILE)),
          vectors,
          about.fusion ?? undefined,
        )
      : null;

  async function find(questions: readonly string[], k: number): Promise<{ row: number; score: number }[][]> {
    if (hybrid !== null && embedder === null)
      return questions.map((question) => hybrid.lexical.search(question, k));
    const asked = await embedQuestions(embedder, questions);
    if (hybrid !== null)
      return hybrid.search(
        questions.map((text, i) => ({ text, vector: asked[i]! })),
        k,
      );
    const stacked = new Float32Array(asked.length * about.dimensions);
    for (const [i, vector] of asked.entries()) stacked.set(vector, i * about.dimensions);
    return vectors.search(stacked, k);
  }

  const opened: OpenedIndex = {
    about,
    rows,
    documents: () => [...new Set(rows.map((row) => row.document))],
    search: async (questions, k) =>
      questions.length === 0 || rows.length === 0
        ? questions.map(() => [])
        : (await find(questions, k)).map((hits) =>
            hits.map(({ row, score }) => ({ ...rows[row]!, row, score })),
          ),
    close: async () => await embedder?.close(),
  };
  const reranker = await openReranker(files);
  return reranker === null ? opened : withReranker(opened, reranker);
}

async function embedQuestions(
  embedder: Embedder | null,
  questions: readonly string[],
): Promise<Float32Array[]> {
  if (embedder === null)
    throw new MlError(
      'input',
      'index.no_embedder',
      'this index holds vectors only and cannot read a question: wire the embedder to the index node too, or use index.hybrid',
    );
  return await embedder.embed(questions);
}
