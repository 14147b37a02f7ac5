/** How much a room keeps and writes. What clients are held to stands in the protocol, `@weft/engine/live`. */
import { MIB } from '@weft/engine/live';

export const ROOM_LIMITS = {
  /** What may wait for a client that reads slowly, on top of the document it asked for. */
  waitingBytes: 16 * MIB,
  /** Most bytes that one commit writes. */
  commitBytes: 16 * MIB,
} as const;

/**
 * Commits of one room. People who type and pause are written at once, some 2 ms after the key. Where 50 editors make 10
 * edits a second each, that would be 430 commits a second, each waiting for the disk that the runs use too; 20 a second
 * hold some 25 edits each, take a quarter of the processor's time, and nobody waits longer than 50 ms for company. A
 * commit writes one row for each author.
 */
export const COMMITS = { burst: 100, perSecond: 20 } as const;
