import type { NodeError } from '@weft/engine/node';
import {
  filesOf,
  memoryArtifactStore,
  runNode,
  tableOf,
  type NodeRun,
  type RunNodeOptions,
} from '@weft/engine/testing';
import { describe, expect, it } from 'vitest';
import { openClassifier } from '@weft/ml/inference';
import { textFeaturesFiles } from '@weft/ml/models';
import { Rng } from '@weft/ml/onnx';
import { fitTfidf } from '@weft/ml/text';
import { executor } from './execute.ts';
import { spec } from './spec.ts';

const TOPICS = {
  card: 'card arrive post delivery tracking envelope',
  exchange: 'rate currency euro dollar convert foreign',
  pin: 'pin code forgot blocked reset attempts',
} as const;
const FILLER = 'please can you tell me what to do about my the is it today'.split(' ');
type Topic = keyof typeof TOPICS;

/** Questions of two words on their topic among six words on anything. */
function questions(count: number, seed = 1): { text: string; label: Topic; vector: Float32Array }[] {
  const rng = Rng.seeded(seed);
  const pick = (words: readonly string[]): string => words[rng.below(words.length)]!;
  const names = Object.keys(TOPICS) as Topic[];
  return Array.from({ length: count }, (_, at) => {
    const label = names[at % names.length]!;
    const words = [
      ...Array.from({ length: 6 }, () => pick(FILLER)),
      pick(TOPICS[label].split(' ')),
      pick(TOPICS[label].split(' ')),
    ];
    const vector = Float32Array.from(
      { length: 5 },
      (_, i) => 3 + rng.normal() + (i === names.indexOf(label) ? 3 : 0),
    );
    return { text: rng.shuffle(words).join(' '), label, vector };
  });
}

const TEXT = { text: 'string', label: 'string' } as const;
const VECTOR = { vector: 'vector', label: 'string' } as const;
const QUICK = { epochs: 3, hidden: 8, batch_size: 16 };

async function train(
  params: Record<string, unknown> = {},
  options: Partial<RunNodeOptions> & { columns?: Record<string, 'string' | 'vector'>; rows?: number } = {},
): Promise<NodeRun> {
  const { columns = TEXT, rows = 240, store = memoryArtifactStore(), inputs, ...rest } = options;
  const table = await tableOf(
    store,
    columns,
    questions(rows).map((row) =>
      Object.fromEntries(Object.keys(columns).map((name) => [name, row[name as 'text']])),
    ),
  );
  return await runNode({
    spec,
    executor,
    store,
    params: { ...QUICK, ...params },
    inputs: { rows: table, ...inputs },
    ...rest,
  });
}

async function accuracyOf(ran: NodeRun): Promise<number> {
  const classifier = await openClassifier(await ran.files('model'));
  try {
    const fresh = questions(150, 2);
    const answers = await classifier.predict(fresh);
    return answers.filter(({ label }, at) => label === fresh[at]!.label).length / fresh.length;
  } finally {
    await classifier.close();
  }
}

describe('train.classifier', () => {
  it.each(['linear', 'mlp', 'both'])('learns from texts with a %s head', async (head) => {
    const ran = await train({ head, learning_rate: 0.02 });
    expect(await accuracyOf(ran)).toBeGreaterThan(0.97);
    expect(ran.result.metrics).toMatchObject({
      val_accuracy: expect.any(Number),
      epochs: expect.any(Number),
    });
  });

  it('learns from vectors in the rows, and from vectors beside texts', async () => {
    const alone = await train({ learning_rate: 0.02, epochs: 8 }, { columns: VECTOR });
    expect(await accuracyOf(alone)).toBeGreaterThan(0.9);
    expect((await alone.files('model')).files.map(({ path }) => path).sort()).toEqual([
      'model.json',
      'model.onnx',
      'weights.safetensors',
    ]);

    const store = memoryArtifactStore();
    const texts = questions(240);
    const embeddings = await tableOf(
      store,
      { text: 'string', vector: 'vector' },
      texts.map(({ text, vector }) => ({ text, vector })),
    );
    const features = await filesOf(
      store,
      'model',
      textFeaturesFiles(
        fitTfidf(
          texts.map(({ text }) => text),
          { families: [{ kind: 'words', from: 1, to: 1, stem: true }] },
        ),
      ),
    );
    const both = await train({ learning_rate: 0.02, epochs: 8 }, { store, inputs: { embeddings, features } });
    expect(await accuracyOf(both)).toBeGreaterThan(0.97);
    expect(await (await both.files('model')).json('model.json')).toMatchObject({
      input: { text: { dimension: expect.any(Number) }, vector: { size: 5 } },
    });
  });

  it('gives live curves and a report of them', async () => {
    const ran = await train();
    const curve = (name: string) => ran.metrics.filter((point) => point.name === name).map(({ at }) => at);
    expect(curve('loss')).toEqual([1, 2, 3]);
    expect(curve('val_loss')).toEqual([1, 2, 3]);
    expect(curve('accuracy')).toEqual([1, 2, 3]);
    const report = (await (await ran.files('report')).json('report.json')) as {
      curve: unknown[];
      examples: unknown;
    };
    expect(report.curve[0]).toMatchObject({
      phase: 'search',
      epoch: 1,
      loss: expect.any(Number),
      val_accuracy: expect.any(Number),
    });
    expect(report.examples).toEqual({ training: 216, validation: 24 });
  });

  it('stops when held-out answers no longer improve, and keeps or refits the latest of the best epochs', async () => {
    const restless = {
      epochs: 40,
      learning_rate: 0.3,
      schedule: 'constant',
      patience: 2,
      calibration: false,
    };
    for (const refit of [false, true]) {
      const ran = await train({ ...restless, refit });
      const { epochs } = ran.result.metrics as { epochs: number };
      const values = (wanted: string): number[] =>
        ran.metrics.filter(({ name }) => name === wanted).map(({ value }) => value);
      const [shares, losses] = [values('accuracy'), values('val_loss')];
      const top = Math.max(...shares);
      const asGood = top - Math.sqrt((top * (1 - top)) / 24);
      expect(epochs - 1).toBe(shares.findLastIndex((share) => share >= asGood));
      expect(shares.length).toBeLessThan(40);
      expect(losses).toHaveLength(shares.length);
      expect(ran.metrics.filter(({ name }) => name === 'refit_loss')).toHaveLength(refit ? epochs : 0);
    }
  });

  it('learns from all rows without validation', async () => {
    const ran = await train({ validation_split: 0, learning_rate: 0.02, epochs: 5, patience: 1 });
    expect(ran.metrics.filter(({ name }) => name === 'loss')).toHaveLength(5);
    expect(ran.metrics.map(({ name }) => name)).not.toContain('accuracy');
    expect(await (await ran.files('model')).json('model.json')).toMatchObject({
      temperature: 1,
      metrics: {},
    });
    expect(await accuracyOf(ran)).toBeGreaterThan(0.97);
  });

  it('depends on the seed alone', async () => {
    const hash = async (seed: number): Promise<string> => (await train({}, { seed })).outputs.model!.hash;
    expect(await hash(1)).toBe(await hash(1));
    expect(await hash(1)).not.toBe(await hash(2));
  });
});

describe('a training that is stopped and goes on', () => {
  const demanding = {
    dropout: 0.2,
    class_weights: 'balanced',
    weight_decay: 0.1,
    warmup: 0.1,
    schedule: 'linear',
    head: 'both',
  };
  const rows = 400;

  it.each([
    ['with a refit', { refit: true }],
    ['keeping the chosen epoch', { refit: false, learning_rate: 0.2, schedule: 'constant', epochs: 5 }],
  ])('ends with the same bytes wherever it was stopped, %s', async (_, params) => {
    const options = { ...demanding, ...params };
    const whole = await train(options, { rows });
    const store = memoryArtifactStore();
    let ran = await train(options, { rows, store, pauseAfter: 1 });
    let pauses = 0;
    let midEpoch = 0;
    while (ran.status === 'paused') {
      pauses += 1;
      const latest = [...ran.checkpoints.values()].at(-1)!;
      if (!(await store.get(latest.hash)).includes('\\"at\\":0,')) midEpoch += 1;
      ran = await train(options, { rows, store, pauseAfter: 1, checkpoints: ran.checkpoints });
    }
    expect(pauses).toBeGreaterThan(8);
    expect(midEpoch).toBeGreaterThan(4);
    expect(ran.outputs).toEqual(whole.outputs);
  });
});

describe('what cannot be learned from', () => {
  const refusal = async (work: Promise<unknown>): Promise<string> =>
    await work.then(
      () => 'nothing was refused',
      (error: NodeError) => `${error.kind} ${error.code}: ${error.message}`,
    );

  it('says what is missing', async () => {
    const store = memoryArtifactStore();
    const one = await tableOf(store, TEXT, [
      { text: 'a', label: 'x' },
      { text: 'b', label: 'x' },
      { text: 'c', label: null },
    ]);
    const blank = await tableOf(store, TEXT, [
      { text: '', label: 'x' },
      { text: ' ', label: 'y' },
    ]);
    const textless = await tableOf(store, { label: 'string' }, [{ label: 'x' }, { label: 'y' }]);
    const run = (rows: typeof one) => runNode({ spec, executor, store, inputs: { rows } });
    expect(await refusal(run(one))).toBe(
      'input train.one_label: a classifier needs rows of at least two labels; input "rows" has 2 labelled rows, all "x"',
    );
    expect(await refusal(run(blank))).toContain('input train.no_features');
    expect(await refusal(run(textless))).toContain('has no column "text"');
  });

  it('refuses embeddings of other rows', async () => {
    const store = memoryArtifactStore();
    const vector = Float32Array.of(1, 2);
    const columns = { text: 'string', vector: 'vector' } as const;
    const fewer = await tableOf(store, columns, [{ text: 'a', vector }]);
    const others = await tableOf(
      store,
      columns,
      Array.from({ length: 240 }, () => ({ text: 'a', vector })),
    );
    expect(await refusal(train({}, { store, inputs: { embeddings: fewer } }))).toContain(
      'has 1 rows and input "rows" 240',
    );
    expect(await refusal(train({}, { store, inputs: { embeddings: others } }))).toContain(
      'row 0 of inputs "rows" and "embeddings" holds different texts',
    );
  });

  it('leaves out rows without a label and says how many', async () => {
    const store = memoryArtifactStore();
    const rows = await tableOf(store, TEXT, [
      ...questions(60).map(({ text, label }) => ({ text, label })),
      { text: 'x', label: null },
    ]);
    const ran = await runNode({ spec, executor, store, params: QUICK, inputs: { rows } });
    expect(ran.warnings).toBe(1);
  });

  it('stops with advice when the loss is no longer a number', async () => {
    // Each step then takes a hundred times a weight away from it.
    const explosive = { learning_rate: 10, weight_decay: 10, schedule: 'constant', epochs: 20, patience: 0 };
    expect(await refusal(train(explosive))).toMatch(/input train\.diverged: .*lower the learning rate/);
  });

  it('says which provider cannot be used', async () => {
    expect(await refusal(train({ provider: 'cuda' }))).toMatch(/train\.provider.*cuda/);
  });
});
