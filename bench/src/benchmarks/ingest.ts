import type { Benchmark } from '../harness/benchmark.ts';
import { subject } from './subject.ts';

export const ingest: Benchmark = {
  name: 'ingest',
  title:
    'A folder of text files to a searchable index. Weft: read, chunk, embed, index (vectors and words) as a run with every result stored. The peer is a script in one process: LangChain splitter, the same embedder, hnswlib-node, no index of words, nothing kept but the index.',
  rounds: 3,
  sizes: {
    quick: { documents: 200, size: 600, overlap: 80 },
    usual: { documents: 400, size: 600, overlap: 80 },
  },
  subjects: {
    weft: { title: 'Weft', module: subject('weft/ingest'), database: 'migrated' },
    script: { title: 'script: LangChain + hnswlib-node', module: subject('peers/ingestScript') },
  },
  rows: [{ measure: 'documents/s', figure: 'perSecond', better: 'more', peers: [{ subject: 'script' }] }],
};
