import { fileURLToPath } from 'node:url';
import type { NodeExecutorConfig } from '../../protocol/index.ts';
import { commandLauncher } from './command.ts';
import type { Launcher } from './launcher.ts';

export interface NodeLauncherOptions {
  readonly config: NodeExecutorConfig;
  /** Entry of the child process; tests put one with probes here. */
  readonly entry?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const DEFAULT_ENTRY = fileURLToPath(new URL('../../execute/executorMain.ts', import.meta.url));

/** Runs Weft's own executors in children of this Node. */
export const nodeLauncher = ({ config, entry = DEFAULT_ENTRY, env = {} }: NodeLauncherOptions): Launcher =>
  commandLauncher({
    name: 'node',
    command: process.execPath,
    // The largest heap any step may ask for; each step's own limit is watched from outside, native memory included.
    args: ['--max-old-space-size=4096', '--disable-warning=ExperimentalWarning', entry],
    env: { ...env, WEFT_EXECUTOR: JSON.stringify(config) },
  });
