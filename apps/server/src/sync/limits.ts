/** How much a room takes from one client, and the codes with which it closes a socket that went beyond. */
export const MIB = 1 << 20;

export const LIMITS = {
  /** One update. A document of 10,000 nodes is about 3 MiB. */
  updateBytes: 8 * MIB,
  /** What a whole document may take when merged. */
  documentBytes: 64 * MIB,
  /** One person's presence, as JSON. */
  presenceBytes: 16 << 10,
  /** Presence states that one socket may hold; a page holds one. */
  presenceIds: 8,
  /** What may wait for a client that reads slowly, on top of the document it asked for. */
  waitingBytes: 16 * MIB,
  /** Frames above this are refused by the socket itself, before they are in memory. */
  frameBytes: 16 * MIB,
  /** Most bytes in one row of the log. */
  rowBytes: 16 * MIB,
} as const;

/** WebSocket close codes. A y-websocket client gives up after 4400–4499 and comes back after all others. */
export const CLOSE = {
  goingAway: 1001,
  malformed: 4400,
  accessEnded: 4403,
  gone: 4404,
  rightsChanged: 4409,
  tooLarge: 4413,
  tooMany: 4429,
  storageAway: 4500,
} as const;

/**
 * Messages of one socket; a large one counts as several. 10 keystrokes, 60 pointer moves and 20 echoes of others' presence
 * a second are 90; a paste of 8 MiB costs 129.
 */
export const MESSAGES = { burst: 1000, perSecond: 250 } as const;
export const messageCost = (bytes: number): number => 1 + Math.floor(bytes / (64 << 10));

/**
 * Rows that one room writes. People who type and pause are written at once, some 2 ms after the key. Where 50 editors make
 * 10 edits a second each, that would be 430 commits a second, each waiting for the disk that the runs use too; 20 a second
 * hold some 25 edits each, take a quarter of the processor's time, and nobody waits longer than 50 ms for company.
 */
export const ROWS = { burst: 100, perSecond: 20 } as const;
