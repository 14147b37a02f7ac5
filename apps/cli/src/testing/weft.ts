/** The real command with the test nodes and templates beside this file in place of the shipped ones. */
import { join } from 'node:path';
import { runCommand } from '../main.ts';

const nodesModule = new URL('./nodes.ts', import.meta.url).href;

await runCommand(process.argv.slice(2), {
  loadSpecs: async () => (await import('./nodes.ts')).registry,
  loadExecutors: async () => (await import('./nodes.ts')).executors,
  specsModule: nodesModule,
  executorsModule: nodesModule,
  templatesDir: join(import.meta.dirname, 'templates'),
});
