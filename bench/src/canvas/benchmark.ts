import type { Benchmark } from '../harness/benchmark.ts';

const peers = [{ subject: 'plain' }];

export const canvas: Benchmark = {
  name: 'canvas',
  title:
    'The canvas in a browser that draws in software: opening a document, dragging one node and panning at zoom 0.5, one mouse move per frame, 60 frames per second being all that is shown. Weft: real cells with params, ports, wires and problems. React Flow: empty boxes, drawing only what is in view.',
  rounds: 3,
  sizes: {
    quick: { usual: 100, large: 200, huge: 400, seconds: 1 },
    usual: { usual: 500, large: 1000, huge: 10_000, seconds: 2 },
  },
  subjects: {
    weft: { title: 'Weft', module: new URL('./weft.ts', import.meta.url) },
    plain: { title: 'React Flow, empty nodes', module: new URL('./plain.ts', import.meta.url) },
  },
  rows: [
    { measure: 'drag fps, 500 nodes', figure: 'dragUsual', better: 'more', goal: 50, peers },
    { measure: 'pan fps, 500 nodes', figure: 'panUsual', better: 'more', goal: 50, peers },
    { measure: 'drag fps, 1,000 nodes', figure: 'dragLarge', better: 'more', peers },
    { measure: 'pan fps, 1,000 nodes', figure: 'panLarge', better: 'more', peers },
    { measure: 'open ms, 1,000 nodes', figure: 'openLarge', better: 'less', goal: 3000, peers },
    { measure: 'open ms, 10,000 nodes', figure: 'openHuge', better: 'less', goal: 10_000, peers },
    {
      measure: 'longest frame ms while panning, 10,000 nodes',
      figure: 'stallHuge',
      better: 'less',
      of: 'worst',
      goal: 2000,
      peers,
    },
  ],
};
