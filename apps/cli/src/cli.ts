import type { Config } from './config.ts';
import type { Output } from './output.ts';
import type { Parts } from './parts.ts';

/** Everything a command may touch besides its arguments. */
export interface Cli {
  readonly config: Config;
  readonly parts: Parts;
  readonly output: Output;
}
