import type { OpenFunction } from '../harness/benchmark.ts';
import { openCanvas } from './measureCanvas.ts';

/** React Flow alone, with empty nodes. */
export const open: OpenFunction = async (given) => await openCanvas('plain', given);
