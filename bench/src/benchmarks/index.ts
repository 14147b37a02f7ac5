import type { Benchmark } from '../harness/benchmark.ts';
import { canvas } from '../canvas/benchmark.ts';
import { chain } from './chain.ts';
import { chunking } from './chunking.ts';
import { collab } from '../collab/benchmark.ts';
import { compile } from './compile.ts';
import { ingest } from './ingest.ts';
import { recovery } from './recovery.ts';
import { rerun } from './rerun.ts';
import { training } from './training.ts';
import { vectors } from './vectors.ts';
import { wide } from './wide.ts';

/** In the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  chain,
  wide,
  rerun,
  compile,
  chunking,
  vectors,
  training,
  ingest,
  recovery,
  canvas,
  collab,
];
