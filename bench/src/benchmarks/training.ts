import type { Benchmark } from '../harness/benchmark.ts';
import { subject } from './subject.ts';
import { torchMissing } from './torch.ts';

export const training: Benchmark = {
  name: 'training',
  title:
    'A classifier 384-256-77 with Adam on one thread, shuffled each epoch. Weft: its training graph on onnxruntime. TensorFlow.js: model.fit on WebAssembly. PyTorch where python3 has it.',
  sizes: { quick: { examples: 5120, epochs: 1 }, usual: { examples: 10_240, epochs: 3 } },
  subjects: {
    weft: { title: 'Weft', module: subject('weft/training') },
    tfjs: { title: 'TensorFlow.js, model.fit', module: subject('peers/tfjsTraining') },
    torch: {
      title: 'PyTorch',
      module: subject('peers/torchTraining'),
      missing: torchMissing,
    },
  },
  rows: [
    {
      measure: 'examples/s, batch 64',
      figure: 'batch64',
      better: 'more',
      peers: [
        { subject: 'tfjs', goal: 8 },
        { subject: 'torch', goal: 0.8 },
      ],
    },
    {
      measure: 'examples/s, batch 512',
      figure: 'batch512',
      better: 'more',
      peers: [
        { subject: 'tfjs', goal: 8 },
        { subject: 'torch', goal: 1.2 },
      ],
    },
  ],
};
