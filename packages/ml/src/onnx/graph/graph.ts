/**
 * A symbolic computation: tensors with dtypes and shapes, joined by ONNX operators.
 *
 * A graph only grows. Each operator is checked when it is applied, so a wrong shape is reported at the line that
 * wrote it and not by the runtime later. Nodes are kept in the order of creation, which is therefore a topological
 * order; the gradient, the optimizer's update and the model itself are all nodes of the same graph, and what a file
 * contains is decided when it is emitted, by walking back from the outputs asked for (`emit.ts`).
 *
 * An operator carries its own derivative (`gradient`), written beside its forward rule in `ops/`.
 */
import { OnnxError } from '../errors.ts';
import { bytesOf, float32, int64 } from '../hostTensor.ts';
import type { DType, HostTensor } from '../hostTensor.ts';
import type { Attribute } from '../proto/modelProto.ts';
import type { EmbeddingBag } from '../sparse/embeddingBag.ts';
import { showShape } from './shape.ts';
import type { Shape } from './shape.ts';

export interface Tensor {
  readonly graph: Graph;
  /** Position in creation order, unique in its graph. */
  readonly id: number;
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
  readonly source: Source;
}

/** Where a tensor's value comes from. */
export type Source =
  | { readonly kind: 'input' }
  | { readonly kind: 'parameter'; readonly parameter: ParameterOptions }
  | { readonly kind: 'constant'; readonly value: HostTensor }
  | { readonly kind: 'node'; readonly node: GraphNode };

export interface ParameterOptions {
  /** The value before the first step. */
  readonly initial: HostTensor & { dtype: 'float32' };
  /** Whether weight decay applies. Default: to matrices and larger, not to biases and gains (rank 0 and 1). */
  readonly decay: boolean;
}

export interface GraphNode {
  readonly opType: string;
  readonly inputs: readonly Tensor[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly gradient: GradientRule;
  /** In ONNX order; only the first one is differentiated. Filled by `Graph.apply`. */
  readonly outputs: readonly Tensor[];
}

/**
 * From the gradient of the loss with respect to the first output to those with respect to each input.
 * `undefined` for an input that has none (ids, masks). 'none': the output does not depend smoothly on any input.
 */
export type GradientRule = 'none' | ((dy: Tensor) => readonly (Tensor | undefined)[]);

export interface ApplyOptions {
  readonly opType: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly { readonly dtype: DType; readonly shape: Shape }[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly gradient: GradientRule;
}

export class Graph {
  readonly #names = new Set<string>();
  readonly #inputs: Tensor[] = [];
  readonly #parameters: Tensor[] = [];
  readonly #constants = new Map<string, Tensor>();
  readonly #bags: EmbeddingBag[] = [];
  readonly #idBounds = new Map<Tensor, number>();
  #nextId = 0;

  get inputs(): readonly Tensor[] {
    return this.#inputs;
  }

  get parameters(): readonly Tensor[] {
    return this.#parameters;
  }

  get bags(): readonly EmbeddingBag[] {
    return this.#bags;
  }

  /** Called by `embeddingBag`, so that a trainer can find the tables it keeps. */
  registerBag(bag: EmbeddingBag): void {
    this.#bags.push(bag);
  }

  /** How many ids an int64 input may choose from (0 … n − 1), as far as its readers have said. */
  idBound(input: Tensor): number | undefined {
    return this.#idBounds.get(input);
  }

  /**
   * Says that `ids` choose among `count` rows or classes. Batches are held to it: operators take −1 for the last row, and
   * a one-hot of an id that is too large is silently all zeros, so neither would be noticed.
   */
  limitIds(ids: Tensor, count: number): void {
    if (ids.source.kind === 'input')
      this.#idBounds.set(ids, Math.min(count, this.#idBounds.get(ids) ?? count));
  }

  /** Data that comes with each batch. Name the dimensions that vary, e.g. `['B', 384]`. */
  input(name: string, dtype: DType, shape: Shape): Tensor {
    const tensor = this.#tensor({ name: this.#claim(name), dtype, shape, source: { kind: 'input' } });
    this.#inputs.push(tensor);
    return tensor;
  }

  /** A tensor that training changes. */
  parameter(
    name: string,
    initial: HostTensor & { dtype: 'float32' },
    options: { decay?: boolean } = {},
  ): Tensor {
    const decay = options.decay ?? initial.shape.length >= 2;
    const source: Source = { kind: 'parameter', parameter: { initial, decay } };
    const tensor = this.#tensor({ name: this.#claim(name), dtype: 'float32', shape: initial.shape, source });
    this.#parameters.push(tensor);
    return tensor;
  }

  /** A fixed value. A number becomes a float32 scalar; equal small constants are one tensor. */
  constant(value: number | HostTensor): Tensor {
    const host = typeof value === 'number' ? float32([value], []) : value;
    const key = host.data.length <= 16 ? contentKey(host) : undefined;
    const known = key === undefined ? undefined : this.#constants.get(key);
    if (known) return known;
    const tensor = this.#tensor({
      name: `constant_${this.#nextId}`,
      dtype: host.dtype,
      shape: host.shape,
      source: { kind: 'constant', value: host },
    });
    if (key !== undefined) this.#constants.set(key, tensor);
    return tensor;
  }

  /** A one-dimensional int64 constant: axes, sizes, permutations. */
  indices(values: readonly number[]): Tensor {
    return this.constant(int64(values, [values.length]));
  }

  /** Adds one operator and returns its outputs. Prefer the functions in `ops/`, which know shapes and derivatives. */
  apply(options: ApplyOptions): Tensor[] {
    for (const input of options.inputs) {
      if (input.graph !== this)
        throw new OnnxError('graph', `${options.opType}: tensor '${input.name}' belongs to another graph`);
    }
    const outputs: Tensor[] = [];
    const node: GraphNode = {
      opType: options.opType,
      inputs: options.inputs,
      attributes: options.attributes ?? {},
      gradient: options.gradient,
      outputs,
    };
    for (const { dtype, shape } of options.outputs) {
      const name = `${options.opType.toLowerCase()}_${this.#nextId}`;
      outputs.push(this.#tensor({ name, dtype, shape, source: { kind: 'node', node } }));
    }
    return outputs;
  }

  /** `apply` for the usual operator with one output. */
  applyOne(
    options: Omit<ApplyOptions, 'outputs'> & {
      readonly output: { readonly dtype: DType; readonly shape: Shape };
    },
  ): Tensor {
    const [output] = this.apply({ ...options, outputs: [options.output] });
    if (!output) throw new OnnxError('graph', `${options.opType} has no output`);
    return output;
  }

  #tensor(fields: Omit<Tensor, 'graph' | 'id'>): Tensor {
    return { graph: this, id: this.#nextId++, ...fields };
  }

  /** Names of inputs and parameters are what batches, states and files use, so each is given once. */
  #claim(name: string): string {
    if (!/^[A-Za-z0-9_][A-Za-z0-9_./-]*$/.test(name)) {
      throw new OnnxError(
        'graph',
        `'${name}' cannot name a tensor: use letters, digits, '_', '.', '/' and '-'`,
      );
    }
    if (this.#names.has(name)) throw new OnnxError('graph', `the name '${name}' is used twice`);
    this.#names.add(name);
    return name;
  }
}

function contentKey(host: HostTensor): string {
  return `${host.dtype} ${showShape(host.shape)} ${bytesOf(host).join(',')}`;
}
