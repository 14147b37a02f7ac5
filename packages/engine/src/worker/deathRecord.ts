import type { ErrorRecord } from '../node/errors.ts';
import type { Death } from './executor.ts';

/** How the end of an executor stands in the step's record. */
export function deathRecord({ why, detail }: Death): ErrorRecord {
  const bug = (code: string, message: string): ErrorRecord => ({ kind: 'bug', code, message });
  switch (why) {
    case 'memory':
      return bug(
        'executor.memory',
        `The executor process was stopped: ${detail}. Use smaller batches, or a node with a higher limit.`,
      );
    case 'timeout':
      return bug('executor.timeout', `The executor process was stopped: ${detail}.`);
    case 'protocol':
      return bug('executor.protocol', `The executor broke the protocol: ${detail}.`);
    case 'stopped':
    case 'cancelled':
    case 'exited':
      return bug('executor.died', `The executor process ended while it ran the step: ${detail}.`);
  }
}
