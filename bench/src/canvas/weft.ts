import type { OpenFunction } from '../harness/benchmark.ts';
import { openCanvas } from './measureCanvas.ts';

/** The studio's canvas with its real cells. */
export const open: OpenFunction = async (given) => await openCanvas('weft', given);
