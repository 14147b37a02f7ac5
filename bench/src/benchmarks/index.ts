import type { Benchmark } from '../harness/benchmark.ts';
import { chain } from './chain.ts';
import { compile } from './compile.ts';
import { rerun } from './rerun.ts';
import { wide } from './wide.ts';

/** In the order in which they run. */
export const benchmarks: readonly Benchmark[] = [chain, wide, rerun, compile];
