/**
 * A named point in the commit path where tests pause or kill the process. In production it is a function that does
 * nothing; the names below are the whole list, so a test can sweep them and a misspelt one does not compile.
 */
export const PROBES = [
  'step:claimed',
  'step:dispatched',
  'step:opened',
  'prepare:saved',
  'batch:done',
  'checkpoint:encoded',
  'checkpoint:stored',
  'checkpoint:before-row',
  'checkpoint:after-row',
  'checkpoint:acknowledged',
  'loop:stepped',
  'loop:finished',
  'artifact:written',
  'artifact:synced',
  'artifact:renamed',
  'artifact:stored',
  'outputs:stored',
  'result:reported',
  'commit:begin',
  'commit:fenced',
  'commit:result',
  'commit:state',
  'commit:successors',
  'commit:jobs',
  'commit:events',
  'commit:before-end',
  'commit:after-end',
  'claim:fetched',
  'claim:before-end',
  'heartbeat:sent',
  'start:inserted',
  'start:before-end',
] as const;
export type ProbeName = (typeof PROBES)[number];
export type Probe = (name: ProbeName) => void | Promise<void>;
