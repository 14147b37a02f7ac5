import { serveJobs } from '../../isolate/serveJobs.ts';
import { runBatch, type SandboxBatch, type SandboxReply } from './sandbox.ts';
import { stripTypes, type SyntaxProblem } from './userSource.ts';

/** Asks the thread to read code without running it, or to run it over rows. */
export type SandboxJob = { readonly check: string } | { readonly run: SandboxBatch };
export type SandboxAnswer = { readonly code: string } | { readonly problem: SyntaxProblem } | SandboxReply;

/**
 * QuickJS asks its host, which is this thread and nothing else, for the time and the time zone. One moment and UTC,
 * always: the same rows then give the same bytes on every machine and on every day.
 */
const MOMENT = Date.UTC(2000, 0, 1);
Date.now = () => MOMENT;
Date.prototype.getTimezoneOffset = () => 0;

serveJobs<SandboxJob, SandboxAnswer>((job) => ('check' in job ? stripTypes(job.check) : runBatch(job.run)));
