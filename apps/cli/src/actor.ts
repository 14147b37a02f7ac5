import type { Actor } from '@weft/engine/observe';
import { userInfo } from 'node:os';

/** Who types the commands: the operating system's user. */
export const commandLineActor = (): Actor => ({ kind: 'commandLine', id: userName(), requestId: null });

function userName(): string {
  try {
    return userInfo().username.slice(0, 200) || 'unknown';
  } catch {
    // A container may run as a number that has no name.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
