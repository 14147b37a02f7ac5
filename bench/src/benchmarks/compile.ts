import type { Benchmark } from '../harness/benchmark.ts';
import { subject } from './subject.ts';

export const compile: Benchmark = {
  name: 'compile',
  title:
    'From the JSON text of a document of 10,000 nodes to its plan: read, checked, ordered. The peer is JSON.parse of the same text, a measure of the machine.',
  sizes: { quick: { nodes: 10_000 }, usual: { nodes: 10_000 } },
  subjects: {
    weft: { title: 'Weft', module: subject('weft/compile') },
    parse: { title: 'JSON.parse', module: subject('peers/jsonParse') },
  },
  rows: [
    {
      measure: 'compile and validate ms',
      figure: 'ms',
      better: 'less',
      goal: 1000,
      peers: [{ subject: 'parse' }],
    },
  ],
};
