import { runExecutor } from './executorProcess.ts';

await runExecutor();
