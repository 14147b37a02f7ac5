import { NodeError } from '@weft/engine/node';

/** Why a thread was stopped in the middle of a job. */
export class WorkerStopped extends Error {
  readonly why: 'cpu' | 'memory' | 'stalled' | 'crash' | 'aborted';

  constructor(why: WorkerStopped['why'], message: string) {
    super(message);
    this.name = 'WorkerStopped';
    this.why = why;
  }
}

/** What a job threw: only its words leave the thread. */
export class JobFailed extends Error {
  /** Name of the error class inside the thread. */
  readonly thrown: string;
  /** Nothing in the thread caught it: the thread is gone. */
  readonly fatal: boolean;

  constructor({ name, message }: { name: string; message: string }, { fatal = false } = {}) {
    super(message);
    this.name = 'JobFailed';
    this.thrown = name;
    this.fatal = fatal;
  }
}

/**
 * The error that ends an attempt whose thread was stopped. Never a row, never an entry in a list of errors: where such a
 * limit strikes depends on the machine and the moment, and results are cached for ever.
 *
 * A thread that stalls or dies may do better next time. Processor time and memory are the work's own, so the same work
 * would run into them again: the person has to change something, which `help` names.
 */
export function attemptEnded(
  stopped: WorkerStopped,
  what: string,
  help: { readonly cpu: string; readonly memory: string },
): Error {
  const said = `${what} ${stopped.message}`;
  switch (stopped.why) {
    case 'cpu':
      return new NodeError('input', 'limit.cpu', `${said}; ${help.cpu}`, { cause: stopped });
    case 'memory':
      return new NodeError('input', 'limit.memory', `${said}; ${help.memory}`, { cause: stopped });
    case 'stalled':
      return new NodeError('transient', 'limit.stalled', `${said}; the machine may be overloaded`, {
        cause: stopped,
      });
    case 'crash':
      return new NodeError('bug', 'limit.crash', said, { cause: stopped });
    case 'aborted':
      return stopped;
  }
}
