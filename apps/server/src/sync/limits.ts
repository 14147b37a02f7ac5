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

export interface Bucket {
  /** Takes the tokens of one message; false when there are too few. */
  take(bytes: number): boolean;
}

/** 10 keystrokes, 60 pointer moves, 20 echoes of others' presence a second are 90; a paste of 8 MiB costs 129. */
const BURST = 1000;
const PER_SECOND = 250;
const BYTES_PER_TOKEN = 64 << 10;

/** A token bucket over messages, where a large message counts as several. */
export function messageBucket(now: () => number = () => performance.now()): Bucket {
  let tokens = BURST;
  let filledAt = now();
  return {
    take(bytes) {
      const at = now();
      tokens = Math.min(BURST, tokens + ((at - filledAt) / 1000) * PER_SECOND);
      filledAt = at;
      const cost = 1 + Math.floor(bytes / BYTES_PER_TOKEN);
      if (cost > tokens) return false;
      tokens -= cost;
      return true;
    },
  };
}
