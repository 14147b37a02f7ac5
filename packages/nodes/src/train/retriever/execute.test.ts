import type { NodeError } from '@weft/engine/node';
import {
  memoryArtifactStore,
  runNode,
  tableOf,
  type NodeRun,
  type RunNodeOptions,
} from '@weft/engine/testing';
import { describe, expect, it } from 'vitest';
import { executor as indexExecutor } from '../../index/hybrid/execute.ts';
import { spec as indexSpec } from '../../index/hybrid/spec.ts';
import { openIndex, openReranker, withReranker } from '@weft/ml/inference';
import { Rng } from '@weft/ml/onnx';
import { executor } from './execute.ts';
import { spec } from './spec.ts';

const TOPICS = 40;
const FILLER = 'the a of in on and then with from into over under again while during before'.split(' ');

/** A name nobody else has, from the topic's number. */
const name = (topic: number, part: string): string =>
  `${part}${String.fromCharCode(97 + (topic % 26), 97 + Math.floor(topic / 26))}or`;

/**
 * For each topic a document with its two names side by side, and one that repeats them apart from each other. Counting
 * words prefers the second; that names belong together is what there is to learn.
 */
function corpus() {
  const rng = Rng.seeded(4);
  const filler = (count: number): string[] =>
    Array.from({ length: count }, () => FILLER[rng.below(FILLER.length)]!);
  return Array.from({ length: TOPICS }, (_, topic) => {
    const [a, b] = [name(topic, 'ka'), name(topic, 'mo')];
    const together = [...filler(8), a, b, ...filler(8)].join(' ');
    const apart = [...filler(3), a, ...filler(3), b, ...filler(3), a, ...filler(3), b, ...filler(3)].join(
      ' ',
    );
    return { question: `where is ${a} ${b} ?`, together, apart };
  });
}

async function indexed(store = memoryArtifactStore()) {
  const topics = corpus();
  const chunks = topics.flatMap(({ together, apart }, topic) => [
    { document: `docs/right-${topic}.txt`, text: together },
    { document: `docs/wrong-${topic}.txt`, text: apart },
  ]);
  const columns = { document: 'string', text: 'string', vector: 'vector' } as const;
  const table = await tableOf(
    store,
    columns,
    chunks.map((chunk, at) => ({ ...chunk, vector: Float32Array.of(1, at) })),
  );
  const index = await runNode({ spec: indexSpec, executor: indexExecutor, store, inputs: { chunks: table } });
  const pairs = await tableOf(
    store,
    { question: 'string', document: 'string' },
    topics.map(({ question }, topic) => ({ question, document: `right-${topic}.txt` })),
  );
  return { store, index: index.outputs.index!, pairs, questions: topics.map(({ question }) => question) };
}
type Indexed = Awaited<ReturnType<typeof indexed>>;

const PARAMS = { epochs: 30, batch_size: 8, learning_rate: 0.02, candidates: 6 };
const train = async (
  { store, index, pairs }: Omit<Indexed, 'questions'>,
  params = {},
  options: Partial<RunNodeOptions> = {},
): Promise<NodeRun> =>
  await runNode({
    spec,
    executor,
    store,
    inputs: { index, pairs },
    params: { ...PARAMS, ...params },
    ...options,
  });

describe('train.retriever', () => {
  it('learns what the index does not see, and shows it on documents it has not learned from', async () => {
    const made = await indexed();
    const ran = await train(made);
    const { before_recall_at_1, after_recall_at_1, used } = ran.result.metrics!;
    expect(before_recall_at_1).toBeLessThan(0.5);
    expect(after_recall_at_1).toBeGreaterThan(0.9);
    expect(used).toBe(1);

    const files = await ran.files('index');
    const reranker = await openReranker(files);
    const index = withReranker(await openIndex(files), reranker!);
    const answers = await index.search(made.questions, 2);
    const right = answers.filter(([best], topic) => best!.document === `docs/right-${topic}.txt`);
    expect(right.length).toBeGreaterThan(0.9 * TOPICS);
    for (const hits of answers) {
      expect(hits).toHaveLength(2);
      expect(hits[0]!.score).toBeGreaterThanOrEqual(hits[1]!.score);
    }
    await index.close();
  });

  it('gives the index back as it was when re-ranking does not help', async () => {
    const made = await indexed();
    // Right and wrong are drawn by lot, so there is nothing to learn; a huge rate makes what is learned harmful.
    const rng = Rng.seeded(9);
    const lots = made.questions.map((question, topic) => ({
      question,
      document: `${rng.below(2) ? 'right' : 'wrong'}-${topic}.txt`,
    }));
    let harmed: NodeRun | undefined;
    for (let seed = 0; seed < 10 && harmed?.result.metrics!.used !== 0; seed++) {
      const pairs = await tableOf(made.store, { question: 'string', document: 'string' }, lots);
      harmed = await train({ ...made, pairs }, { learning_rate: 1 }, { seed });
    }
    expect(harmed!.result.metrics!.used).toBe(0);
    expect(harmed!.warnings).toBe(1);
    expect(await openReranker(await harmed!.files('index'))).toBeNull();
  });

  it('ends with the same bytes wherever it was stopped, while mining and while learning', async () => {
    const made = await indexed();
    const params = { epochs: 6, batch_size: 1 };
    const whole = await train(made, params);
    let ran = await train(made, params, { pauseAfter: 1 });
    let pauses = 0;
    for (; ran.status === 'paused'; pauses++)
      ran = await train(made, params, { pauseAfter: 1, checkpoints: ran.checkpoints });
    expect(pauses).toBeGreaterThan(8);
    expect(ran.outputs).toEqual(whole.outputs);
  });

  it('can be trained again on top of itself', async () => {
    const made = await indexed();
    const once = await train(made);
    const twice = await train({ ...made, index: once.outputs.index! });
    expect((await twice.files('index')).files).toEqual((await once.files('index')).files);
  });
});

describe('what train.retriever refuses', () => {
  const refusal = async (rows: { question: string; document: string }[]): Promise<string> => {
    const made = await indexed();
    const pairs = await tableOf(made.store, { question: 'string', document: 'string' }, rows);
    return await train({ ...made, pairs }).then(
      () => 'nothing was refused',
      (error: NodeError) => `${error.kind} ${error.code}: ${error.message}`,
    );
  };

  it('documents the index does not have, and too few pairs', async () => {
    expect(await refusal([{ question: 'x', document: 'missing.txt' }])).toContain(
      'input train.unknown_document: pairs name documents that are not in the index, or that several documents are called: missing.txt',
    );
    const few = [0, 1, 2].map((topic) => ({
      question: `${name(topic, 'ka')}`,
      document: `right-${topic}.txt`,
    }));
    expect(await refusal(few)).toContain('input train.too_few_pairs');
    expect(await refusal([])).toContain('only 0 questions');
  });
});
