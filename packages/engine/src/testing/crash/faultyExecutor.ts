import { runExecutor } from '../../execute/executorProcess.ts';
import { faultProbe } from './faultProbe.ts';

/** An executor process that dies at a named point and takes its supervisor along, as when a machine loses power. */
await runExecutor(faultProbe(process.env.WEFT_TEST_FAULT, () => [process.ppid]));
