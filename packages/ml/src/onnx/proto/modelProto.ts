/**
 * An ONNX model as plain data, and the numbers that onnx.proto3 gives to its fields and types
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3). Both the encoder and the inspector read them here.
 */
import type { DType, HostTensor } from '../hostTensor.ts';

/** A dimension: known, or a name such as 'B' that stands for the same unknown number wherever it occurs. */
export type Dim = number | string;
export type Shape = readonly Dim[];

export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly string: string }
  | { readonly tensor: HostTensor };

export interface ValueProto {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
}

export interface NodeProto {
  readonly opType: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface ModelProto {
  readonly graphName: string;
  readonly inputs: readonly ValueProto[];
  readonly outputs: readonly ValueProto[];
  readonly initializers: ReadonlyMap<string, HostTensor>;
  readonly nodes: readonly NodeProto[];
  /** Free text pairs stored in the file; written in key order so that equal models have equal bytes. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Opset 17 is the first with LayerNormalization and the last in which ReduceMean still takes axes as an attribute. */
export const OPSET_VERSION = 17;
export const IR_VERSION = 8;

export const ELEMENT_TYPE: Record<DType, number> = { float32: 1, int64: 7, bool: 9 };

export const MODEL = {
  irVersion: 1,
  producerName: 2,
  graph: 7,
  opsetImport: 8,
  metadata: 14,
  trainingInfo: 20,
  functions: 25,
} as const;
export const OPSET = { domain: 1, version: 2 } as const;
export const METADATA = { key: 1, value: 2 } as const;
export const GRAPH = {
  node: 1,
  name: 2,
  initializer: 5,
  input: 11,
  output: 12,
  sparseInitializer: 15,
} as const;
export const NODE = { input: 1, output: 2, name: 3, opType: 4, attribute: 5, domain: 7 } as const;
export const ATTRIBUTE = {
  name: 1,
  float: 2,
  int: 3,
  string: 4,
  tensor: 5,
  graph: 6,
  ints: 8,
  tensors: 10,
  graphs: 11,
  type: 20,
  sparseTensor: 22,
  sparseTensors: 23,
} as const;
export const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, tensor: 4, ints: 7 } as const;
export const TENSOR = {
  dims: 1,
  dataType: 2,
  name: 8,
  rawData: 9,
  externalData: 13,
  dataLocation: 14,
} as const;
export const VALUE = { name: 1, type: 2 } as const;
export const TYPE = { tensor: 1, elementType: 1, shape: 2 } as const;
export const SHAPE = { dim: 1, dimValue: 1, dimParam: 2 } as const;
export const FUNCTION = { node: 7 } as const;
export const SPARSE_TENSOR = { values: 1, indices: 2 } as const;
