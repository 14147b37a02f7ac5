import type { Benchmark } from '../harness/benchmark.ts';

const here = (name: string): URL => new URL(`./${name}.ts`, import.meta.url);

/** How it fares is judged by three figures of its own; the relay shows what the machine can do without storing anything. */
export const collab: Benchmark = {
  name: 'collab',
  title:
    'Many people edit one document: real y-websocket clients in one process, ten edits a second each, the server in another. Then the server is killed with SIGKILL again and again while they edit, and started on the same port; at last all leave, it is killed once more, and what a newcomer finds is compared with what had been acknowledged. The peer is a plain y-websocket relay that keeps the document in memory and stores nothing; an edit that somebody else has seen counts as acknowledged there.',
  long: true,
  cold: true,
  rounds: 3,
  sizes: {
    quick: { editors: 8, editsPerSecond: 10, seconds: 2, kills: 3 },
    usual: { editors: 50, editsPerSecond: 10, seconds: 20, kills: 17 },
  },
  subjects: {
    weft: { title: 'Weft', module: here('weft'), database: 'migrated' },
    relay: { title: 'y-websocket relay in memory', module: here('relay') },
  },
  rows: [
    {
      measure: 'a peer sees an edit, p50 ms',
      figure: 'seenP50',
      better: 'less',
      peers: [{ subject: 'relay' }],
    },
    {
      measure: 'a peer sees an edit, p95 ms',
      figure: 'seenP95',
      better: 'less',
      goal: 250,
      peers: [{ subject: 'relay' }],
    },
    {
      measure: 'durable p50 ms / seen p50',
      figure: 'durableP50',
      better: 'less',
      peers: [{ subject: 'relay', figure: 'seenP50' }],
    },
    {
      measure: 'durable p95 ms / seen p95',
      figure: 'durableP95',
      better: 'less',
      goal: 200,
      peers: [{ subject: 'relay', figure: 'seenP95' }],
    },
    {
      measure: 'edits lost or doubled, replicas apart',
      figure: 'faults',
      better: 'less',
      of: 'worst',
      goal: 0,
      peers: [{ subject: 'relay' }],
    },
  ],
};
