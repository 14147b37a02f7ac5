import type { SpecRegistry } from '@weft/engine/graph';
import type { ExecutorRegistry } from '@weft/engine/node';
import { join } from 'node:path';
import { ROOT } from './root.ts';

/** What the command is put together from; tests put in nodes and templates of their own. */
export interface Parts {
  loadSpecs(): Promise<SpecRegistry>;
  loadExecutors(): Promise<ExecutorRegistry>;
  /** URLs of the same two modules, for executor processes. */
  readonly specsModule: string;
  readonly executorsModule: string;
  readonly templatesDir: string;
}

export const shippedParts: Parts = {
  loadSpecs: async () => (await import('@weft/nodes/specs')).registry,
  loadExecutors: async () => (await import('@weft/nodes/executors')).executors,
  specsModule: import.meta.resolve('@weft/nodes/specs'),
  executorsModule: import.meta.resolve('@weft/nodes/executors'),
  templatesDir: join(ROOT, 'templates'),
};
