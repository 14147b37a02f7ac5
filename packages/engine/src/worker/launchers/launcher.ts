import type { ToExecutor } from '../../protocol/index.ts';

/**
 * Starts executors of one kind. A worker has a list of launchers; a step goes to the first whose executors say they can
 * run its node type. The supervisor speaks the protocol with whatever is at the other end and does not care where it is.
 */
export interface Launcher {
  /** For messages and for the facts of a worker: "node", "python". */
  readonly name: string;
  launch(events: LaunchEvents): Launched;
  /**
   * Takes up an executor that outlived the worker that launched it, by its `token`. Only launchers whose executors run
   * elsewhere (a cluster's job) have it; those here start children, which end with their worker.
   */
  reattach?(token: string, events: LaunchEvents): Launched;
}

export interface LaunchEvents {
  /** One message, parsed as JSON and not yet checked. */
  message(raw: unknown): void;
  /** The stream of messages cannot be read any further. */
  broken(problem: string): void;
  /** The executor has ended; called once. `how` is half a sentence: "exit code 7; it last printed: …". */
  gone(how: string): void;
}

export interface Launched {
  /** Of a process on this machine, whose memory is then watched. */
  readonly pid?: number;
  /** Names an executor that may outlive this worker, for `reattach`. Absent where it cannot. */
  readonly token?: string;
  send(message: ToExecutor): void;
  /** At once and for certain; `gone` follows. */
  kill(): void;
}
