/**
 * What a page and a room say to each other: y-websocket's messages, one of our own (the barrier), the codes with which a
 * room closes a socket, and how much it takes. Server and studio both import this file; no other states these numbers.
 *
 * A page names the protocol it speaks as the WebSocket subprotocol. A client that names none is a stock y-websocket client,
 * which speaks what both sides know; one that names another version is closed with `CLOSE.otherVersion`. Whoever changes
 * the meaning of a message raises the version.
 */
export const ROOM_PROTOCOL = 'weft.room.v1';

/** The first number of a message. */
export const MESSAGE = {
  /** Followed by a `SYNC` number. */
  sync: 0,
  presence: 1,
  /** `[2, 0, reason]`: an edit was not taken, and the sender's copy now differs from everybody else's. */
  refused: 2,
  askPresence: 3,
  /** `[100, id]`; the answer `[100, id, seq]` comes when everything the client sent before is committed. */
  barrier: 100,
} as const;

/** The second number of a sync message. */
export const SYNC = {
  /** "This is what I have; send me the rest." */
  ask: 0,
  answer: 1,
  update: 2,
} as const;

/** WebSocket close codes. A client gives up after those that `isFinal` names and comes back after all others. */
export const CLOSE = {
  goingAway: 1001,
  malformed: 4400,
  signedOut: 4401,
  accessEnded: 4403,
  gone: 4404,
  /** Connect again: a fresh socket finds out what the rights are now. */
  rightsChanged: 4409,
  tooLarge: 4413,
  /** The page is of another release than the server: load it anew. */
  otherVersion: 4426,
  /** Come back later. */
  tooMany: 4429,
  storageAway: 4500,
} as const;

export const isFinal = (code: number): boolean =>
  code >= 4400 && code < 4500 && code !== CLOSE.rightsChanged && code !== CLOSE.tooMany;

export const MIB = 1 << 20;

/** How much a room takes, in bytes where nothing else is said. */
export const LIMITS = {
  /** One update. A document of 10,000 nodes is about 3 MiB. */
  updateBytes: 8 * MIB,
  /** What a whole document may take when merged. */
  documentBytes: 64 * MIB,
  /** One person's presence, as JSON. */
  presenceBytes: 16 << 10,
  /** Presence states that one socket may hold; a page holds one. */
  presenceIds: 8,
  /** The socket itself refuses frames above this, before they are in memory. */
  frameBytes: 16 * MIB,
} as const;

/**
 * Messages of one socket; a large one counts as several. 10 keystrokes, 60 pointer moves and 20 echoes of others' presence
 * a second are 90; a paste of 8 MiB costs 129.
 */
export const MESSAGE_RATE = { burst: 1000, perSecond: 250 } as const;
export const messageCost = (bytes: number): number => 1 + Math.floor(bytes / (64 << 10));
