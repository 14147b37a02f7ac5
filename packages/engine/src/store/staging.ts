import type { Stored } from './artifacts.ts';

/**
 * How bytes of an executor become bytes of the store. An executor writes into an area of its attempt, and only there; its
 * supervisor adopts what the attempt names. Adopting hashes the bytes, so three questions have one answer: are they what
 * they are called, are they whole, and has this attempt really held them? Naming a hash that somebody else stored gives
 * nobody a right to it.
 */
export interface StagingArea {
  /** Where the executor leaves files, each under its hash. Whoever writes first makes the folder. */
  readonly url: string;
  /** The bytes staged under a hash, verified; null when there are none. @throws ClaimRefused when there are others. */
  read(hash: string, maxBytes: number): Promise<Buffer | null>;
  /**
   * Verifies a staged file and moves it into the store, durably. False when nothing is staged under the hash.
   * @throws ClaimRefused when it is not of this size, hash or beginning
   */
  adopt(claim: Stored & { readonly beginsWith?: string }): Promise<boolean>;
  /** Removes what is left. */
  discard(): Promise<void>;
}

/** An executor named bytes that are not what it says they are. */
export class ClaimRefused extends Error {}
