import type { ChildServer } from '../../../apps/server/src/sync/testing/childServer.ts';

/** A server under measurement, in a process that can be killed. */
export interface System {
  /** Port 0 takes any free one. */
  start(port: number): Promise<ChildServer>;
  /** A document that nobody has edited. */
  newDocument(): Promise<string>;
  /** Whether it tells a client that its edits are stored. */
  readonly acknowledges: boolean;
}
