/**
 * The figures of README.md, from public data in shared/data beside the repository.
 *
 *     node figures.bench.ts classifier '{"head":"mlp"}' 0,1,2    params and seeds, both optional
 *     node figures.bench.ts retriever '{}' 0,1,2,3,4
 */
import { memoryArtifactStore, runNode, tableOf } from '@weft/engine/testing';
import { executor as embed } from '../embed/builtin/execute.ts';
import { spec as embedSpec } from '../embed/builtin/spec.ts';
import { executor as index } from '../index/hybrid/execute.ts';
import { spec as indexSpec } from '../index/hybrid/spec.ts';
import { xquad } from '@weft/ml/testing';
import { executor as retriever } from './retriever/execute.ts';
import { spec as retrieverSpec } from './retriever/spec.ts';
import { banking77, trainAndTest } from './testing.ts';

const [what = 'classifier', json = '{}', seeds = '0,1,2'] = process.argv.slice(2);
const params = JSON.parse(json) as Record<string, unknown>;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const mean = (values: readonly number[]): string =>
  (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(4);

async function classifier(): Promise<void> {
  const [train, test] = [banking77('train'), banking77('test')];
  if (!train || !test) throw new Error('banking77 is not in shared/data');
  const all: number[] = [];
  for (const seed of seeds.split(',').map(Number)) {
    const cpu = process.cpuUsage();
    const { ran, accuracy, confidence } = await trainAndTest({ train, test, params, seed });
    const { user, system } = process.cpuUsage(cpu);
    all.push(accuracy);
    const metrics = JSON.stringify(ran.result.metrics);
    say(
      `seed ${seed}: test accuracy ${accuracy.toFixed(4)}, confidence ${confidence.toFixed(4)}, cpu ${((user + system) / 1e6).toFixed(1)} s ${metrics}`,
    );
  }
  say(`mean ${mean(all)}`);
}

async function search(language: 'en' | 'zh'): Promise<void> {
  const data = xquad(language);
  if (!data) throw new Error('XQuAD is not in shared/data');
  const store = memoryArtifactStore();
  const chunks = await tableOf(
    store,
    { document: 'string', text: 'string' },
    data.paragraphs.map((text, at) => ({ document: `${at}`, text })),
  );
  const embedded = await runNode({ spec: embedSpec, executor: embed, store, inputs: { chunks } });
  const built = await runNode({
    spec: indexSpec,
    executor: index,
    store,
    inputs: { chunks: embedded.outputs.chunks!, embedder: embedded.outputs.embedder! },
  });
  const pairs = await tableOf(
    store,
    { question: 'string', document: 'string' },
    data.questions.map(({ question, paragraph }) => ({ question, document: `${paragraph}` })),
  );
  const figures: Record<string, number[]> = {};
  for (const seed of seeds.split(',').map(Number)) {
    const inputs = { index: built.outputs.index!, pairs };
    const ran = await runNode({ spec: retrieverSpec, executor: retriever, store, params, inputs, seed });
    for (const [name, value] of Object.entries(ran.result.metrics!)) (figures[name] ??= []).push(value);
  }
  for (const [name, values] of Object.entries(figures))
    say(`${language} ${name}: mean ${mean(values)} of ${values.map((value) => value.toFixed(4)).join(' ')}`);
}

if (what === 'classifier') await classifier();
else for (const language of ['en', 'zh'] as const) await search(language);
