import { join } from 'node:path';

export const TFJS_BUNDLE = join(import.meta.dirname, '../../dist/tfjs.cjs');
