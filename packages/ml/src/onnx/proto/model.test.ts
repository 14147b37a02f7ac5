import { describe, expect, it } from 'vitest';
import { emitModel } from '../graph/emit.ts';
import { Graph } from '../graph/graph.ts';
import { float32, int64 } from '../hostTensor.ts';
import { relu } from '../ops/activations.ts';
import { linear } from '../ops/matmul.ts';
import { openSession } from '../runtime/openSession.ts';
import { encodeModel } from './encodeModel.ts';
import { inspectModel } from './inspectModel.ts';
import { ATTRIBUTE, GRAPH, MODEL, NODE, TENSOR } from './modelProto.ts';
import { bytesField, joinMessage, messageField, stringField, varintField } from './wire.ts';
import type { Message } from './wire.ts';

function example(): Uint8Array {
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['B', 3]);
  const weight = graph.parameter(
    'weight',
    float32(
      Float32Array.from({ length: 6 }, (_, index) => index),
      [3, 2],
    ),
  );
  const y = relu(linear(x, weight));
  return encodeModel(
    emitModel({
      graph,
      outputs: { y },
      values: new Map([['weight', float32(new Float32Array(6), [3, 2])]]),
      metadata: { license: 'CC0', about: 'a test' },
    }),
  );
}

describe('the model file', () => {
  it('declares what was asked for, and nothing else', () => {
    const summary = inspectModel(example());
    expect(summary).toEqual({
      irVersion: 8,
      opsets: { '': 17 },
      metadata: { about: 'a test', license: 'CC0' },
      inputs: [{ name: 'x', dtype: 'float32', shape: ['B', 3] }],
      outputs: [{ name: 'y', dtype: 'float32', shape: ['B', 2] }],
      initializers: [{ name: 'weight', dtype: 'float32', shape: [3, 2], bytes: 24 }],
      nodes: [
        { opType: 'Gemm', domain: '', inputs: ['x', 'weight'], outputs: [expect.stringMatching(/^gemm_/)] },
        { opType: 'Relu', domain: '', inputs: [expect.stringMatching(/^gemm_/)], outputs: ['y'] },
      ],
    });
  });

  it('is understood by the runtime in the same way', async () => {
    const session = await openSession(example());
    expect([session.inputNames, session.outputNames]).toEqual([['x'], ['y']]);
    await session.release();
  });

  it('has equal bytes when built twice', () => {
    expect(example()).toEqual(example());
  });

  it('refuses to be cut short anywhere but where it still reads as a whole', () => {
    const bytes = example();
    let accepted = 0;
    for (let length = 0; length < bytes.length; length++) {
      try {
        inspectModel(bytes.subarray(0, length));
        accepted += 1;
      } catch (error) {
        expect((error as Error).name).toBe('OnnxError');
      }
    }
    expect(accepted).toBeLessThanOrEqual(3); // after the graph, after the opsets, after the first metadata pair
  });
});

describe('external data is refused', () => {
  const external: Message = [
    ...varintField(TENSOR.dims, 1),
    ...varintField(TENSOR.dataType, 1),
    ...stringField(TENSOR.name, 'w'),
    ...messageField(TENSOR.externalData, [...stringField(1, 'location'), ...stringField(2, '/etc/passwd')]),
    ...varintField(TENSOR.dataLocation, 1),
  ];
  const model = (graph: Message): Uint8Array =>
    joinMessage([...varintField(MODEL.irVersion, 8), ...messageField(MODEL.graph, graph)]);
  const node = (attribute: Message): Message =>
    messageField(GRAPH.node, [...stringField(NODE.opType, 'If'), ...messageField(NODE.attribute, attribute)]);
  const inGraph = messageField(GRAPH.initializer, external);

  it.each([
    ['in an initializer', model(inGraph)],
    ['in a sparse initializer', model(messageField(GRAPH.sparseInitializer, messageField(1, external)))],
    ['in an attribute', model(node(messageField(ATTRIBUTE.tensor, external)))],
    ['in a subgraph', model(node(messageField(ATTRIBUTE.graph, inGraph)))],
    [
      'in a subgraph of a subgraph',
      model(node(messageField(ATTRIBUTE.graph, node(messageField(ATTRIBUTE.graphs, inGraph))))),
    ],
    [
      'in a function',
      joinMessage([
        ...varintField(MODEL.irVersion, 8),
        ...messageField(MODEL.graph, []),
        ...messageField(
          MODEL.functions,
          messageField(7, [...messageField(NODE.attribute, messageField(ATTRIBUTE.tensor, external))]),
        ),
      ]),
    ],
    ['with no location flag set', model(messageField(GRAPH.initializer, external.slice(0, -2)))],
  ])('%s', (_, bytes) => {
    expect(() => inspectModel(bytes)).toThrow('keeps its data in another file');
  });

  it('and so are training info, endless nesting and things that are no model', () => {
    let graph: Message = [];
    for (let depth = 0; depth < 100; depth++) graph = node(messageField(ATTRIBUTE.graph, graph));
    expect(() => inspectModel(model(graph))).toThrow('deeper than');
    expect(() =>
      inspectModel(
        joinMessage([...varintField(MODEL.irVersion, 8), ...messageField(MODEL.trainingInfo, inGraph)]),
      ),
    ).toThrow('training info');
    expect(() => inspectModel(new TextEncoder().encode('PK\u0003\u0004 this is a zip file'))).toThrow(/ONNX/);
    expect(() => inspectModel(new Uint8Array(0))).toThrow('no IR version');
    expect(() =>
      inspectModel(joinMessage(bytesField(MODEL.graph, Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f)))),
    ).toThrow('middle of a field');
  });
});

it('int64 constants keep their sign and size', () => {
  const graph = new Graph();
  const value = graph.constant(int64([-1, 2 ** 40], [2]));
  const y = graph.applyOne({
    opType: 'Identity',
    inputs: [value],
    output: { dtype: 'int64', shape: [2] },
    gradient: 'none',
  });
  const summary = inspectModel(encodeModel(emitModel({ graph, outputs: { y } })));
  expect(summary.initializers[0]).toMatchObject({ dtype: 'int64', shape: [2], bytes: 16 });
});
