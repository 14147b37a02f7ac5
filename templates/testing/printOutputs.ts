/** Runs a template on its sample in this process and prints "outputs " and the artifacts of its steps, by node id. */
import { join } from 'node:path';
import { loadDocument } from '../../apps/cli/src/document/load.ts';
import { registry } from '../../packages/nodes/src/registry/specs.gen.ts';
import { runInMemory } from './runInMemory.ts';

const templatesDir = join(import.meta.dirname, '..');
const { document } = await loadDocument(process.argv[2]!, { specs: registry, templatesDir });
const runs = await runInMemory(document);
const outputs = Object.fromEntries([...runs].map(([node, run]) => [node, run.outputs]));
process.stdout.write(`outputs ${JSON.stringify(outputs)}\n`);
