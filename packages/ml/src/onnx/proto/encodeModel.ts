/** Writes an ONNX file (IR 8, opset 17). Equal models give equal bytes: nothing here depends on time or map order. */
import { bytesOf } from '../hostTensor.ts';
import type { HostTensor } from '../hostTensor.ts';
import {
  ATTRIBUTE,
  ATTRIBUTE_TYPE,
  ELEMENT_TYPE,
  GRAPH,
  IR_VERSION,
  METADATA,
  MODEL,
  NODE,
  OPSET,
  OPSET_VERSION,
  SHAPE,
  TENSOR,
  TYPE,
  VALUE,
} from './modelProto.ts';
import type { Attribute, ModelProto, NodeProto, ValueProto } from './modelProto.ts';
import { bytesField, floatField, joinMessage, messageField, stringField, varintField } from './wire.ts';
import type { Message } from './wire.ts';

/** @returns the bytes of a `.onnx` file. Throws `format` when they would pass 2 GiB. */
export function encodeModel(model: ModelProto): Uint8Array {
  const graph: Message = [
    ...model.nodes.flatMap((node) => messageField(GRAPH.node, encodeNode(node))),
    ...stringField(GRAPH.name, model.graphName),
    ...[...model.initializers].flatMap(([name, tensor]) =>
      messageField(GRAPH.initializer, encodeTensor(tensor, name)),
    ),
    ...model.inputs.flatMap((value) => messageField(GRAPH.input, encodeValue(value))),
    ...model.outputs.flatMap((value) => messageField(GRAPH.output, encodeValue(value))),
  ];
  const metadata = Object.entries(model.metadata).sort(([a], [b]) => (a < b ? -1 : 1));
  return joinMessage([
    ...varintField(MODEL.irVersion, IR_VERSION),
    ...stringField(MODEL.producerName, 'weft'),
    ...messageField(MODEL.graph, graph),
    ...messageField(MODEL.opsetImport, [
      ...stringField(OPSET.domain, ''),
      ...varintField(OPSET.version, OPSET_VERSION),
    ]),
    ...metadata.flatMap(([key, value]) =>
      messageField(MODEL.metadata, [
        ...stringField(METADATA.key, key),
        ...stringField(METADATA.value, value),
      ]),
    ),
  ]);
}

function encodeNode(node: NodeProto): Message {
  return [
    ...node.inputs.flatMap((name) => stringField(NODE.input, name)),
    ...node.outputs.flatMap((name) => stringField(NODE.output, name)),
    ...stringField(NODE.opType, node.opType),
    ...Object.entries(node.attributes).flatMap(([name, value]) =>
      messageField(NODE.attribute, [...stringField(ATTRIBUTE.name, name), ...encodeAttribute(value)]),
    ),
  ];
}

function encodeAttribute(value: Attribute): Message {
  if ('int' in value)
    return [...varintField(ATTRIBUTE.int, value.int), ...varintField(ATTRIBUTE.type, ATTRIBUTE_TYPE.int)];
  if ('float' in value)
    return [
      ...floatField(ATTRIBUTE.float, value.float),
      ...varintField(ATTRIBUTE.type, ATTRIBUTE_TYPE.float),
    ];
  if ('ints' in value) {
    return [
      ...value.ints.flatMap((int) => varintField(ATTRIBUTE.ints, int)),
      ...varintField(ATTRIBUTE.type, ATTRIBUTE_TYPE.ints),
    ];
  }
  if ('string' in value)
    return [
      ...stringField(ATTRIBUTE.string, value.string),
      ...varintField(ATTRIBUTE.type, ATTRIBUTE_TYPE.string),
    ];
  return [
    ...messageField(ATTRIBUTE.tensor, encodeTensor(value.tensor)),
    ...varintField(ATTRIBUTE.type, ATTRIBUTE_TYPE.tensor),
  ];
}

function encodeTensor(tensor: HostTensor, name?: string): Message {
  return [
    ...tensor.shape.flatMap((dim) => varintField(TENSOR.dims, dim)),
    ...varintField(TENSOR.dataType, ELEMENT_TYPE[tensor.dtype]),
    ...(name === undefined ? [] : stringField(TENSOR.name, name)),
    ...bytesField(TENSOR.rawData, bytesOf(tensor)),
  ];
}

function encodeValue(value: ValueProto): Message {
  const dims = value.shape.flatMap((dim) =>
    messageField(
      SHAPE.dim,
      typeof dim === 'number' ? varintField(SHAPE.dimValue, dim) : stringField(SHAPE.dimParam, dim),
    ),
  );
  const tensorType = [
    ...varintField(TYPE.elementType, ELEMENT_TYPE[value.dtype]),
    ...messageField(TYPE.shape, dims),
  ];
  return [
    ...stringField(VALUE.name, value.name),
    ...messageField(VALUE.type, messageField(TYPE.tensor, tensorType)),
  ];
}
