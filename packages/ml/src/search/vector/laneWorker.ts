import { parentPort, workerData } from 'node:worker_threads';
import type { LaneAnswer, LaneWork } from './lanes.ts';
import type { VectorIndexOptions } from './options.ts';
import { loadEngine } from './segmentEngine.ts';

/** The thread of one lane: loads the engine once, then appends the epochs it is sent, one at a time, until it is sent null. */
const engine = await loadEngine(workerData as VectorIndexOptions);

parentPort?.on('message', (work: LaneWork | null) => {
  if (work === null) {
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(answer(() => engine.extend(work.file, work.epoch)));
});

function answer(work: () => void): LaneAnswer {
  try {
    work();
    return { ok: true };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
