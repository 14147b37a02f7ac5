import type { Benchmark } from '../harness/benchmark.ts';
import { subject } from './subject.ts';

export const rerun: Benchmark = {
  name: 'rerun',
  title:
    'A graph of 1,000 steps that each write an artifact, run a second time without a change: from the document to the end of the run. The peer is its own first run.',
  rounds: 3,
  sizes: { quick: { steps: 1000 }, usual: { steps: 1000 } },
  subjects: { weft: { title: 'Weft, first run', module: subject('weft/rerun'), database: 'migrated' } },
  rows: [
    {
      measure: 'unchanged re-run ms',
      figure: 'againMs',
      better: 'less',
      goal: 1000,
      peers: [{ subject: 'weft', figure: 'firstMs' }],
    },
    {
      measure: 'steps executed again',
      figure: 'executedAgain',
      better: 'less',
      goal: 0,
      peers: [{ subject: 'weft', figure: 'executedFirst' }],
    },
  ],
};
