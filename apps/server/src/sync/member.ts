import type { Author } from '@weft/engine/live';

/** Who sits behind a socket, and what they may do there, as the upgrade found it. */
export interface Member {
  readonly userId: string;
  /** Who its edits are by. */
  readonly author: Author;
  /** Null for a program with a key. */
  readonly sessionId: string | null;
  readonly name: string;
  /** A CSS colour. Default: the one that the client chose. */
  readonly color?: string;
  readonly workspaceId: string;
  readonly canWrite: boolean;
  /** The rights as they are now; null when there are none left. Throws when that cannot be found out. */
  readonly recheck: () => Promise<{ readonly canWrite: boolean } | null>;
}
