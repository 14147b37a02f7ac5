/**
 * Looks into an ONNX file without running it, and refuses files that could reach outside themselves.
 *
 * A tensor may keep its data in another file, named by a path ("external data"): loading such a model makes the
 * runtime open that path. We never write such files and never load them, wherever the tensor hides: initializers,
 * attributes, subgraphs, functions, sparse tensors. Training info, the one other place, is refused as a whole.
 */
import { OnnxError } from '../errors.ts';
import type { DType } from '../hostTensor.ts';
import {
  ATTRIBUTE,
  ELEMENT_TYPE,
  FUNCTION,
  GRAPH,
  METADATA,
  MODEL,
  NODE,
  OPSET,
  SHAPE,
  SPARSE_TENSOR,
  TENSOR,
  TYPE,
  VALUE,
} from './modelProto.ts';
import type { Dim } from './modelProto.ts';
import { decodeText, readFields } from './wire.ts';

export interface ModelSummary {
  readonly irVersion: number;
  readonly opsets: Readonly<Record<string, number>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly inputs: readonly ValueSummary[];
  readonly outputs: readonly ValueSummary[];
  readonly initializers: readonly TensorSummary[];
  /** The nodes of the main graph in file order. */
  readonly nodes: readonly NodeSummary[];
}

export interface ValueSummary {
  readonly name: string;
  /** One of ours, or `type N` for an ONNX element type that this library does not write. */
  readonly dtype: DType | `type ${number}`;
  readonly shape: readonly Dim[];
}

export interface TensorSummary {
  readonly name: string;
  readonly dtype: DType | `type ${number}`;
  readonly shape: readonly number[];
  /** Bytes of raw data in the file. */
  readonly bytes: number;
}

export interface NodeSummary {
  readonly opType: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Subgraphs of honest models nest two or three deep; a file made to exhaust the stack nests thousands. */
const MAX_DEPTH = 16;

/** @returns what the file declares. Throws `format` for damaged files and for external data. */
export function inspectModel(bytes: Uint8Array): ModelSummary {
  let irVersion: number | undefined;
  let graph: GraphSummary | undefined;
  const opsets: [string, number][] = [];
  const metadata: [string, string][] = [];

  for (const field of readFields(bytes)) {
    if (field.number === MODEL.irVersion && field.kind === 'varint') irVersion = Number(field.value);
    if (field.kind !== 'bytes') continue;
    if (field.number === MODEL.graph) graph = readGraph(field.value, 0);
    if (field.number === MODEL.opsetImport) opsets.push(readOpset(field.value));
    if (field.number === MODEL.metadata) metadata.push(readMetadata(field.value));
    if (field.number === MODEL.functions) readFunction(field.value);
    if (field.number === MODEL.trainingInfo) {
      throw new OnnxError(
        'format',
        'the model carries training info, which could hide external data; export it for inference',
      );
    }
  }
  if (irVersion === undefined || graph === undefined)
    throw new OnnxError('format', 'not an ONNX model: it has no IR version or no graph');
  return { irVersion, opsets: Object.fromEntries(opsets), metadata: Object.fromEntries(metadata), ...graph };
}

type GraphSummary = Pick<ModelSummary, 'inputs' | 'outputs' | 'initializers' | 'nodes'>;

function readGraph(bytes: Uint8Array, depth: number): GraphSummary {
  if (depth > MAX_DEPTH)
    throw new OnnxError('format', `the model nests graphs deeper than ${MAX_DEPTH} levels`);
  const inputs: ValueSummary[] = [];
  const outputs: ValueSummary[] = [];
  const initializers: TensorSummary[] = [];
  const nodes: NodeSummary[] = [];
  for (const field of readFields(bytes)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === GRAPH.node) nodes.push(readNode(field.value, depth));
    if (field.number === GRAPH.initializer) initializers.push(readTensor(field.value));
    if (field.number === GRAPH.sparseInitializer) checkSparseTensor(field.value);
    if (field.number === GRAPH.input) inputs.push(readValue(field.value));
    if (field.number === GRAPH.output) outputs.push(readValue(field.value));
  }
  return { inputs, outputs, initializers, nodes };
}

function readNode(bytes: Uint8Array, depth: number): NodeSummary {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let opType = '';
  let domain = '';
  for (const field of readFields(bytes)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === NODE.input) inputs.push(decodeText(field.value));
    if (field.number === NODE.output) outputs.push(decodeText(field.value));
    if (field.number === NODE.opType) opType = decodeText(field.value);
    if (field.number === NODE.domain) domain = decodeText(field.value);
    if (field.number === NODE.attribute) checkAttribute(field.value, depth);
  }
  return { opType, domain, inputs, outputs };
}

function checkAttribute(bytes: Uint8Array, depth: number): void {
  for (const field of readFields(bytes)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === ATTRIBUTE.tensor || field.number === ATTRIBUTE.tensors) readTensor(field.value);
    if (field.number === ATTRIBUTE.graph || field.number === ATTRIBUTE.graphs)
      readGraph(field.value, depth + 1);
    if (field.number === ATTRIBUTE.sparseTensor || field.number === ATTRIBUTE.sparseTensors)
      checkSparseTensor(field.value);
  }
}

function readFunction(bytes: Uint8Array): void {
  for (const field of readFields(bytes)) {
    if (field.number === FUNCTION.node && field.kind === 'bytes') readNode(field.value, 0);
  }
}

function readTensor(bytes: Uint8Array): TensorSummary {
  const shape: number[] = [];
  let name = '';
  let type = 0;
  let size = 0;
  for (const field of readFields(bytes)) {
    if (field.number === TENSOR.dims) shape.push(...readVarints(field.value));
    if (field.number === TENSOR.dataType && field.kind === 'varint') type = Number(field.value);
    if (field.number === TENSOR.name && field.kind === 'bytes') name = decodeText(field.value);
    if (field.number === TENSOR.rawData && field.kind === 'bytes') size = field.value.byteLength;
    if (
      field.number === TENSOR.externalData ||
      (field.number === TENSOR.dataLocation && field.value !== 0n)
    ) {
      throw new OnnxError(
        'format',
        `tensor '${name}' keeps its data in another file; save the model as a single file and try again`,
      );
    }
  }
  return { name, dtype: dtypeName(type), shape, bytes: size };
}

function checkSparseTensor(bytes: Uint8Array): void {
  for (const field of readFields(bytes)) {
    if (
      (field.number === SPARSE_TENSOR.values || field.number === SPARSE_TENSOR.indices) &&
      field.kind === 'bytes'
    )
      readTensor(field.value);
  }
}

function readValue(bytes: Uint8Array): ValueSummary {
  let name = '';
  let type = 0;
  const shape: Dim[] = [];
  for (const field of readFields(bytes)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === VALUE.name) name = decodeText(field.value);
    if (field.number !== VALUE.type) continue;
    for (const tensorType of subMessages(field.value, TYPE.tensor)) {
      for (const part of readFields(tensorType)) {
        if (part.number === TYPE.elementType && part.kind === 'varint') type = Number(part.value);
        if (part.number === TYPE.shape && part.kind === 'bytes')
          shape.push(...[...subMessages(part.value, SHAPE.dim)].map(readDim));
      }
    }
  }
  return { name, dtype: dtypeName(type), shape };
}

function readDim(bytes: Uint8Array): Dim {
  for (const field of readFields(bytes)) {
    if (field.number === SHAPE.dimValue && field.kind === 'varint') return Number(field.value);
    if (field.number === SHAPE.dimParam && field.kind === 'bytes') return decodeText(field.value);
  }
  return '?';
}

function readOpset(bytes: Uint8Array): [string, number] {
  let domain = '';
  let version = 0;
  for (const field of readFields(bytes)) {
    if (field.number === OPSET.domain && field.kind === 'bytes') domain = decodeText(field.value);
    if (field.number === OPSET.version && field.kind === 'varint') version = Number(field.value);
  }
  return [domain, version];
}

function readMetadata(bytes: Uint8Array): [string, string] {
  const [key, value] = [METADATA.key, METADATA.value].map((number) => {
    const [text] = subMessages(bytes, number);
    return text ? decodeText(text) : '';
  });
  return [key ?? '', value ?? ''];
}

function* subMessages(bytes: Uint8Array, number: number): Generator<Uint8Array> {
  for (const field of readFields(bytes))
    if (field.number === number && field.kind === 'bytes') yield field.value;
}

/** Repeated integers come one per field (as we write them) or packed into one byte string (as most libraries do). */
function readVarints(value: bigint | Uint8Array): number[] {
  if (typeof value === 'bigint') return [Number(value)];
  const numbers: number[] = [];
  let current = 0;
  let scale = 1;
  for (const byte of value) {
    current += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) {
      numbers.push(current);
      current = 0;
      scale = 1;
    }
  }
  return numbers;
}

function dtypeName(type: number): DType | `type ${number}` {
  const known = (Object.entries(ELEMENT_TYPE) as [DType, number][]).find(([, number]) => number === type);
  return known ? known[0] : `type ${type}`;
}
