import type { Benchmark } from '../harness/benchmark.ts';
import { subject } from './subject.ts';

const shape = { dimensions: 384, connectivity: 16, expansionAdd: 200, expansionSearch: 64 };

export const vectors: Benchmark = {
  name: 'vectors',
  title:
    'Clustered vectors of 384 numbers into an HNSW index of M 16, ef 200, written to disk; then the ten nearest by cosine with ef 64. Weft with its own precision (f16) and two threads, and with one; hnswlib-node has one. Recall is against trying all rows; fewer than a thousandth less counts as equal.',
  rounds: 3,
  sizes: {
    quick: { ...shape, rows: 4000, queries: 200 },
    usual: { ...shape, rows: 20_000, queries: 1000 },
  },
  subjects: {
    weft: { title: 'Weft, 2 threads', module: subject('weft/vectorIndex'), settings: { threads: 2 } },
    single: { title: 'Weft, 1 thread', module: subject('weft/vectorIndex'), settings: { threads: 1 } },
    hnswlib: { title: 'hnswlib-node', module: subject('peers/hnswlibIndex') },
  },
  rows: [
    {
      measure: 'build, vectors/s, 2 threads',
      figure: 'build',
      better: 'more',
      peers: [{ subject: 'hnswlib', goal: 3 }],
    },
    {
      measure: 'search, queries/s, 2 threads',
      figure: 'search',
      better: 'more',
      peers: [{ subject: 'hnswlib', goal: 2 }],
    },
    { measure: 'recall@10', figure: 'recall', better: 'more', peers: [{ subject: 'hnswlib', goal: 0.999 }] },
    {
      measure: 'build, vectors/s, 1 thread',
      figure: 'build',
      better: 'more',
      ours: 'single',
      peers: [{ subject: 'hnswlib' }],
    },
    {
      measure: 'search, queries/s, 1 thread',
      figure: 'search',
      better: 'more',
      ours: 'single',
      peers: [{ subject: 'hnswlib' }],
    },
  ],
};
