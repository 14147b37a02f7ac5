import type { Benchmark } from '../harness/benchmark.ts';
import { subject } from './subject.ts';

const peers = [
  { subject: 'graphile' },
  { subject: 'dbos' },
  { subject: 'transactional' },
  { subject: 'polling' },
];

export const chain: Benchmark = {
  name: 'chain',
  title:
    'A chain of no-op steps, from the start of one to the start of the next. Weft: worker and executor are processes of their own, every result is committed before the next step starts. graphile-worker and pg-boss: each job adds the next. DBOS: one workflow, in process.',
  sizes: { quick: { steps: 60, node: 'bench.noop' }, usual: { steps: 200, node: 'bench.noop' } },
  subjects: {
    weft: { title: 'Weft', module: subject('weft/chain'), database: 'migrated' },
    writing: {
      title: 'Weft, writing artifacts',
      module: subject('weft/chain'),
      database: 'migrated',
      settings: { node: 'bench.write' },
    },
    graphile: { title: 'graphile-worker', module: subject('peers/graphileChain'), database: 'empty' },
    dbos: { title: 'DBOS', module: subject('peers/dbosChain'), database: 'empty' },
    transactional: {
      title: 'pg-boss, transactional + NOTIFY',
      module: subject('peers/pgbossChain'),
      settings: { mode: 'transactional' },
      database: 'empty',
    },
    polling: {
      title: 'pg-boss, polling as shipped',
      module: subject('peers/pgbossChain'),
      settings: { mode: 'polling', steps: 4 },
      database: 'empty',
    },
  },
  rows: [
    { measure: 'step to step p50 ms', figure: 'p50', better: 'less', goal: 5, peers },
    { measure: 'step to step p95 ms', figure: 'p95', better: 'less', peers },
    {
      measure: 'p50 ms, each writes an artifact',
      figure: 'p50',
      better: 'less',
      ours: 'writing',
      peers: [{ subject: 'dbos' }],
    },
  ],
};
