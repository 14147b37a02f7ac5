import type { Benchmark } from '../harness/benchmark.ts';
import { subject } from './subject.ts';

export const wide: Benchmark = {
  name: 'wide',
  title:
    'One step, then no-op steps that depend on it alone, from submitting to the end. Weft: two slots, results, attempts and events committed. graphile-worker: concurrency 10. DBOS: 20 workflows at a time. pg-boss: polling as shipped over a window of seconds, and woken by every handler.',
  sizes: {
    quick: { steps: 400, slots: 2, concurrency: 10, workflows: 20, windowMs: 5000 },
    usual: { steps: 2000, slots: 2, concurrency: 10, workflows: 20, windowMs: 7000 },
  },
  subjects: {
    weft: { title: 'Weft', module: subject('weft/wide'), database: 'migrated' },
    graphile: { title: 'graphile-worker', module: subject('peers/graphileWide'), database: 'empty' },
    dbos: { title: 'DBOS', module: subject('peers/dbosWide'), database: 'empty' },
    woken: {
      title: 'pg-boss, woken by handlers',
      module: subject('peers/pgbossWide'),
      settings: { mode: 'woken' },
      database: 'empty',
    },
    polling: {
      title: 'pg-boss, polling as shipped',
      module: subject('peers/pgbossWide'),
      settings: { mode: 'polling' },
      database: 'empty',
    },
  },
  rows: [
    {
      measure: 'steps/s',
      figure: 'perSecond',
      better: 'more',
      goal: 1000,
      gate: 300,
      peers: [{ subject: 'graphile' }, { subject: 'dbos' }, { subject: 'woken' }, { subject: 'polling' }],
    },
  ],
};
