import type { Benchmark } from '../harness/benchmark.ts';
import { subject } from './subject.ts';

export const recovery: Benchmark = {
  name: 'recovery',
  title:
    'Workers are killed with SIGKILL in the middle of a step; the time until another worker goes on with it, and the pieces of work (a tenth of a second each, a checkpoint after ten) that are done again. Weft with default settings; pg-boss with the shortest heartbeat, ten seconds, else as shipped.',
  long: true,
  cold: true,
  rounds: 3,
  sizes: { quick: { kills: 2 }, usual: { kills: 4 } },
  subjects: {
    weft: { title: 'Weft', module: subject('weft/recovery'), database: 'migrated' },
    pgboss: {
      title: 'pg-boss, heartbeat 10 s',
      module: subject('peers/pgbossRecovery'),
      database: 'empty',
    },
  },
  rows: [
    {
      measure: 'longest recovery s',
      figure: 'recovery',
      better: 'less',
      of: 'worst',
      goal: 15,
      peers: [{ subject: 'pgboss' }],
    },
    {
      measure: 'most pieces redone',
      figure: 'redone',
      better: 'less',
      of: 'worst',
      goal: 10,
      peers: [{ subject: 'pgboss' }],
    },
  ],
};
