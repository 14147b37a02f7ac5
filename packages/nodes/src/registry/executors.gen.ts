// Written by `npm run gen` from the folders beside it. Do not edit.
import type { ExecutorRegistry } from '@weft/engine/node';

export const executors: ExecutorRegistry = {

};
