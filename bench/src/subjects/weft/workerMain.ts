/** A worker process: what `weft worker` is, with the nodes that a benchmark needs. */
import { openWeft, type WorkerJob } from './openWeft.ts';

const job = JSON.parse(process.argv[2]!) as WorkerJob;
const engine = await openWeft(job, job.nodes);
await engine.work({
  name: `bench-${process.pid}`,
  slots: job.slots,
  labels: job.labels ?? [],
  onProblem: (message, error) => console.error(message, error),
});
// Executor processes start beside the first steps; a measurement shall not wait for them.
setTimeout(() => process.send?.('ready'), 500);
process.on('disconnect', () => process.exit(0));
