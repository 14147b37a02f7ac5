import type { Json } from '@weft/engine/graph';
import type { NodeError } from '@weft/engine/node';
import {
  memoryArtifactStore,
  runNode,
  tableOf,
  type NodeRun,
  type RunNodeOptions,
} from '@weft/engine/testing';
import { describe, expect, it } from 'vitest';
import { openClassifier, openLayersModel } from '@weft/ml/inference';
import { executor } from './execute.ts';
import { spec } from './spec.ts';

type Layer = { class_name: string; config: Record<string, unknown> };
const dense = (units: number, activation: string, more = {}): Layer => ({
  class_name: 'Dense',
  config: { units, activation, ...more },
});
const sequential = (inputs: number, ...layers: Layer[]): string => {
  const [first, ...rest] = layers;
  const withInput = { ...first!, config: { ...first!.config, batch_input_shape: [null, inputs] } };
  return JSON.stringify({ class_name: 'Sequential', config: { layers: [withInput, ...rest] } });
};

const XOR = [0, 1, 2, 3].flatMap((at) => {
  const [a, b] = [at & 1, at >> 1];
  return Array.from({ length: 16 }, () => ({ a, b, label: a === b ? 'same' : 'different' }));
});
const COLUMNS = { a: 'int', b: 'int', label: 'string' } as const;
const MLP = sequential(2, dense(8, 'tanh'), dense(2, 'softmax'));

async function train(
  params: Record<string, unknown>,
  options: Partial<RunNodeOptions> = {},
): Promise<NodeRun> {
  const store = options.store ?? memoryArtifactStore();
  const rows = await tableOf(store, COLUMNS, XOR);
  return await runNode({
    spec,
    executor,
    store,
    inputs: { rows },
    ...options,
    params: {
      topology: MLP,
      epochs: 30,
      batch_size: 8,
      learning_rate: 0.05,
      validation_split: 0.25,
      ...params,
    },
  });
}

describe('train.layers', () => {
  it('learns XOR and answers as a classifier', async () => {
    const ran = await train({});
    const classifier = await openClassifier(await ran.files('model'));
    const answers = await classifier.predict(XOR);
    await classifier.close();
    expect(answers.map(({ label }) => label)).toEqual(XOR.map(({ label }) => label));
    expect(classifier.labels).toEqual(['different', 'same']);
    expect(ran.result.metrics).toMatchObject({ val_accuracy: 1, epochs: 30 });
    expect((await ran.files('model')).files.map(({ path }) => path).sort()).toEqual([
      'model.json',
      'tfjs/model.json',
      'tfjs/weights.bin',
    ]);
  });

  it('learns a number from vectors', async () => {
    const store = memoryArtifactStore();
    const data = Array.from({ length: 64 }, (_, at) => ({
      vector: Float32Array.of(at / 64, (at % 7) / 7),
      value: (2 * at) / 64 - (at % 7) / 7,
    }));
    const rows = await tableOf(store, { vector: 'vector', value: 'float' }, data);
    const topology = sequential(2, dense(1, 'linear'));
    const ran = await train({ topology, target: 'value' }, { store, inputs: { rows } });
    const model = await openLayersModel(await ran.files('model'));
    const [answer] = await model.predict([{ vector: Float32Array.of(0.5, 0.5) }]);
    await model.close();
    expect(answer![0]).toBeCloseTo(0.5, 1);
    expect(model.file).toMatchObject({ task: 'regression', labels: null });
  });

  it('learns embeddings, normalisation and branches', async () => {
    const store = memoryArtifactStore();
    const rows = await tableOf(
      store,
      { word: 'int', label: 'string' },
      Array.from({ length: 60 }, (_, at) => ({ word: at % 6, label: at % 6 < 3 ? 'low' : 'high' })),
    );
    const topology = sequential(
      1,
      { class_name: 'Embedding', config: { input_dim: 6, output_dim: 4, input_length: 1 } },
      { class_name: 'Flatten', config: {} },
      { class_name: 'BatchNormalization', config: {} },
      { class_name: 'Dropout', config: { rate: 0.1 } },
      dense(2, 'softmax'),
    );
    const ran = await train({ topology }, { store, inputs: { rows } });
    expect(ran.result.metrics).toMatchObject({ val_accuracy: 1 });
  });

  it.each([
    [
      'adam with dropout',
      {
        optimizer: 'adam',
        topology: sequential(
          2,
          dense(8, 'relu'),
          { class_name: 'Dropout', config: { rate: 0.3 } },
          dense(2, 'softmax'),
        ),
      },
    ],
    ['sgd', { optimizer: 'sgd' }],
  ])('ends with the same bytes wherever it was stopped: %s', async (_, options) => {
    const params = { ...options, epochs: 6, batch_size: 3 };
    const whole = await train(params);
    const store = memoryArtifactStore();
    let ran = await train(params, { store, pauseAfter: 1 });
    let pauses = 0;
    for (; ran.status === 'paused'; pauses++)
      ran = await train(params, { store, pauseAfter: 1, checkpoints: ran.checkpoints });
    expect(pauses).toBeGreaterThan(8);
    expect(ran.outputs).toEqual(whole.outputs);
  });
});

describe('what train.layers refuses', () => {
  const refusal = async (params: Record<string, unknown>): Promise<string> =>
    await train(params).then(
      () => 'nothing was refused',
      (error: NodeError) => `${error.kind} ${error.code}: ${error.message}`,
    );

  it.each([
    [
      'Lambda layers',
      sequential(2, { class_name: 'Lambda', config: { function: 'x => x' } }),
      'uses "Lambda"',
    ],
    ['layers nobody knows', sequential(2, { class_name: 'Evil', config: {} }), 'uses "Evil"'],
    [
      'unknown initializers',
      sequential(2, dense(2, 'softmax', { kernel_initializer: 'os.system' })),
      'uses "Os.system"',
    ],
    ['unknown activations', sequential(2, dense(2, 'evil')), 'cannot be built'],
    ['text that is not JSON', '{"class_name":', 'is not JSON'],
    ['JSON that is no model', '[1]', 'is not an object'],
    ['huge layers', sequential(2, dense(1e9, 'relu')), 'largest size allowed'],
    [
      'too many parameters',
      sequential(2, dense(10_000, 'relu'), dense(10_000, 'relu'), dense(2, 'softmax')),
      'parameters',
    ],
    ['another input width', sequential(3, dense(2, 'softmax')), 'but the rows give [[null,2]] (a, b)'],
    ['another number of outputs', sequential(2, dense(3, 'softmax')), 'a softmax over 2 units'],
    [
      'deep nesting',
      `{"class_name":"Sequential","config":${'['.repeat(60)}${']'.repeat(60)}}`,
      'nests deeper',
    ],
  ])('%s', async (_, topology, reason) => {
    expect(await refusal({ topology })).toMatch(/^input layers\.topology: the model topology /);
    expect(await refusal({ topology })).toContain(reason);
  });

  it('columns that cannot be learned from, a missing target, and a loss that is no number', async () => {
    expect(await refusal({ target: 'missing' })).toContain(
      'input layers.target: the target column "missing" is missing',
    );
    expect(await refusal({ columns: ['label'] })).toContain(
      'input layers.column: column "label" holds string',
    );
    const explosive = {
      target: 'a',
      columns: ['b'],
      topology: sequential(1, dense(1, 'linear')),
      optimizer: 'sgd',
      learning_rate: 10,
      epochs: 200,
    };
    expect(await refusal(explosive)).toContain('input layers.diverged');
    expect(await refusal({ backend: 'tfjs-node-gpu' })).toContain('input tfjs.no_gpu');
  });
});

it('does not open a saved model whose topology was exchanged', async () => {
  const good = await (await train({})).files('model');
  const saved = (await good.json('tfjs/model.json')) as { [key: string]: Json };
  const layers = [{ class_name: 'Lambda', config: {} }];
  const evil = { ...saved, modelTopology: { class_name: 'Sequential', config: { layers } } };
  const json = async (path: string): Promise<Json> =>
    path === 'tfjs/model.json' ? evil : await good.json(path);
  await expect(openLayersModel({ ...good, json })).rejects.toThrow('uses "Lambda"');
});
