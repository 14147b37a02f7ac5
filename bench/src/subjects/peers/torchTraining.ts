import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Figures, Given, OpenSubject } from '../../harness/benchmark.ts';
import { BATCH_SIZES, CLASSES, HIDDEN, INPUT, LEARNING_RATE } from '../examples.ts';

const SCRIPT = fileURLToPath(new URL('./torch_training.py', import.meta.url));
/** Libraries under PyTorch have thread pools of their own, which read these when they are loaded. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };

export async function open({ settings }: Given): Promise<OpenSubject> {
  const told = {
    ...settings,
    input: INPUT,
    hidden: HIDDEN,
    classes: CLASSES,
    learningRate: LEARNING_RATE,
    batchSizes: BATCH_SIZES,
  };
  const python = spawn('python3', [SCRIPT, JSON.stringify(told)], {
    env: { ...process.env, ...ONE_THREAD },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('python3 ended early');
    return value;
  };
  await next();
  return {
    async round() {
      python.stdin.write('\n');
      return JSON.parse(await next()) as Figures;
    },
    async close() {
      python.stdin.end();
    },
  };
}
