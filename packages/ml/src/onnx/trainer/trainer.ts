/**
 * Trains a graph step by step, and turns the result into files.
 *
 * A trainer holds: state tensors in two buffers (`stateBuffers.ts`), embedding tables with their slots
 * (`sparse/rowTable.ts`), and the number of steps taken. That is all of it: with the same graph, the same state and the
 * same batches, every further step gives the same bits, in this process or another. Which batch comes next and the
 * random generator are the caller's, who saves them beside the state.
 *
 *     ready ──step()──▶ running ──▶ ready, state and step number advanced
 *                           └─────▶ ready, nothing changed (bad batch, runtime error, loss not finite)
 *
 * Never true: a state of which some tensors have advanced and others have not; two steps at once.
 */
import { OnnxError } from '../errors.ts';
import { emitModel } from '../graph/emit.ts';
import type { Graph, Tensor } from '../graph/graph.ts';
import { copyTensor, int64 } from '../hostTensor.ts';
import type { HostTensor } from '../hostTensor.ts';
import type { Optimizer } from '../optim/optimizer.ts';
import { constantRate } from '../optim/schedules.ts';
import type { Schedule } from '../optim/schedules.ts';
import { encodeModel } from '../proto/encodeModel.ts';
import { fromOrt, openSession, toOrt } from '../runtime/openSession.ts';
import type { OrtTensor, RuntimeOptions, Session } from '../runtime/openSession.ts';
import { RowTable } from '../sparse/rowTable.ts';
import { checkSparseRows, padRows, rowCount } from '../sparse/sparseRows.ts';
import type { SparseRows } from '../sparse/sparseRows.ts';
import { loadSafetensors, saveSafetensors } from '../state/safetensors.ts';
import { bindBatch, declared } from './bindBatch.ts';
import { StateBuffers } from './stateBuffers.ts';
import { bagGradient, bagInput, buildStepModel, scalarName, slotName } from './stepModel.ts';
import type { StepModel } from './stepModel.ts';

/** One batch, by input name: tensors for inputs, sparse rows for embedding bags. */
export type Batch = Readonly<Record<string, HostTensor | SparseRows>>;

export interface TrainerOptions {
  /** Built for this trainer: it is given the optimizer's inputs, so it serves one trainer only. */
  readonly graph: Graph;
  /** What each step makes smaller: a float32 scalar. */
  readonly loss: Tensor;
  /** What predictions and the exported model give, by name. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly optimizer: Optimizer;
  /** A fixed rate, or one per step. */
  readonly learningRate: number | Schedule;
  /**
   * Upper bound of the global gradient norm. Default: none. For an embedding bag the gradient of its sum stands in for
   * that of its table, which is not formed as a tensor.
   */
  readonly clipNorm?: number;
  /** Parameters that keep their first value. */
  readonly frozen?: readonly Tensor[];
  /** Further float32 scalars to report from each step, e.g. an accuracy. */
  readonly metrics?: Readonly<Record<string, Tensor>>;
  readonly runtime?: RuntimeOptions;
}

export interface StepReport {
  /** Steps taken, this one included. */
  readonly step: number;
  readonly loss: number;
  readonly learningRate: number;
  /** Before clipping; only with `clipNorm`. */
  readonly gradientNorm?: number;
  readonly metrics: Readonly<Record<string, number>>;
}

const STEP_TENSOR = 'trainer/step';

export class Trainer {
  readonly #options: TrainerOptions;
  readonly #schedule: Schedule;
  readonly #model: StepModel;
  readonly #session: Session;
  readonly #state: StateBuffers;
  readonly #tables: ReadonlyMap<string, RowTable>;
  #stepsTaken = 0;
  #running = false;
  #prediction: Promise<Session> | undefined;

  private constructor(options: TrainerOptions, model: StepModel, session: Session) {
    this.#options = options;
    this.#model = model;
    this.#session = session;
    this.#schedule =
      typeof options.learningRate === 'number' ? constantRate(options.learningRate) : options.learningRate;
    this.#state = new StateBuffers(model.initialState);
    this.#tables = createTables(options);
  }

  /** Compiles the step and starts its session. Throws `graph` or `runtime`. */
  static async create(options: TrainerOptions): Promise<Trainer> {
    const { graph, loss, optimizer, clipNorm, frozen = [], metrics = {} } = options;
    const model = buildStepModel({ graph, loss, optimizer, clipNorm, frozen: new Set(frozen), metrics });
    return new Trainer(options, model, await openSession(model.bytes, options.runtime));
  }

  /** What really runs the steps: provider, threads, and providers that were passed over. */
  get runtime(): Pick<Session, 'provider' | 'threads' | 'skipped'> {
    const { provider, threads, skipped } = this.#session;
    return { provider, threads, skipped };
  }

  get stepsTaken(): number {
    return this.#stepsTaken;
  }

  /** Learns from one batch. Throws `batch`, `runtime` or `diverged`, in which case nothing has changed. */
  async step(batch: Batch): Promise<StepReport> {
    return this.#alone(() => this.#step(batch));
  }

  /** One thing at a time: a prediction's session must not be released under it, nor a state replaced during a step. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running)
      throw new OnnxError(
        'graph',
        'the trainer is still running a step or prediction: await it before the next call',
      );
    this.#running = true;
    try {
      return await work();
    } finally {
      this.#running = false;
    }
  }

  async #step(batch: Batch): Promise<StepReport> {
    const { optimizer } = this.#options;
    const learningRate = this.#schedule(this.#stepsTaken);
    const scalars = optimizer.scalars(this.#stepsTaken, learningRate);
    const sparse = this.#model.bags.map((bag) => ({
      bag,
      table: this.#table(bag.table.name),
      rows: sparseOf(batch, bag.name, vocabulary(bag.table)),
    }));
    const sums = Object.fromEntries(
      sparse.map(({ bag, table, rows }) => [bagInput(bag), bagSum(table, rows)]),
    );
    const inputs = [
      ...this.#model.batchInputs.map(declared),
      ...sparse.map(({ bag }) => ({ ...bag.output, name: bagInput(bag) })),
    ];
    const feeds = bindBatch(inputs, { ...denseOf(batch), ...sums });
    for (const [name, value] of Object.entries(scalars))
      feeds[scalarName(optimizer, name)] = scalarTensor(value);
    const results = await this.#session.run({ ...feeds, ...this.#state.feeds }, this.#state.fetches);

    const loss = numberOf(results.loss);
    if (!Number.isFinite(loss)) {
      throw new OnnxError(
        'diverged',
        `the loss at step ${this.#stepsTaken + 1} is ${loss}; lower the learning rate (now ${learningRate}) or set clipNorm`,
      );
    }
    for (const { bag, table, rows } of sparse) {
      const gradient = results[bagGradient(bag)];
      if (gradient) table.accumulate(rows, gradient.data as Float32Array);
    }
    for (const { bag, table } of sparse) {
      if (bag.table.source.kind === 'parameter')
        table.apply(optimizer, { scalars, decay: bag.table.source.parameter.decay });
    }
    this.#state.swap();
    this.#stepsTaken += 1;
    await this.#dropPrediction();
    const gradientNorm = results.norm && numberOf(results.norm);
    const metrics = Object.fromEntries(
      Object.keys(this.#options.metrics ?? {}).map((name) => [name, numberOf(results[name])]),
    );
    return { step: this.#stepsTaken, loss, learningRate, gradientNorm, metrics };
  }

  /**
   * The outputs for a batch under the present weights. It runs the very bytes that `exportModel` gives, so what was
   * evaluated is what will be published; the session is kept until the next step.
   */
  async predict(batch: Batch): Promise<Record<string, HostTensor>> {
    return this.#alone(() => this.#predict(batch));
  }

  async #predict(batch: Batch): Promise<Record<string, HostTensor>> {
    const padded: Record<string, HostTensor> = { ...denseOf(batch) };
    for (const { name, table } of this.#options.graph.bags) {
      if (batch[name] === undefined) continue;
      const { ids, weights } = padRows(sparseOf(batch, name, vocabulary(table)));
      padded[`${name}.ids`] = ids;
      padded[`${name}.weights`] = weights;
    }
    this.#prediction ??= openSession(this.exportModel(), this.#options.runtime);
    const session = await this.#prediction;
    const inputs = this.#options.graph.inputs.filter(({ name }) => session.inputNames.includes(name));
    const results = await session.run(bindBatch(inputs.map(declared), padded));
    return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, fromOrt(tensor)]));
  }

  /** An inference-only ONNX file with the present weights inside. `metadata` is stored with it, readable by anyone. */
  exportModel(options: { metadata?: Readonly<Record<string, string>> } = {}): Uint8Array {
    const { graph, outputs } = this.#options;
    const values = new Map(graph.parameters.map((parameter) => [parameter.name, this.#valueOf(parameter)]));
    return encodeModel(emitModel({ graph, outputs, values, metadata: options.metadata, graphName: 'model' }));
  }

  /** Everything that the next step depends on, as copies: parameters, optimizer slots, and `trainer/step`. */
  exportState(): Map<string, HostTensor> {
    const tensors = new Map<string, HostTensor>([[STEP_TENSOR, int64([this.#stepsTaken], [])]]);
    for (const name of this.#state.names()) tensors.set(name, copyTensor(this.#state.view(name)));
    for (const [name, { shape, data }] of this.#tableTensors())
      tensors.set(name, { dtype: 'float32', shape, data: data.slice() });
    return tensors;
  }

  /** Replaces the whole state. Throws `state` without changing anything if a tensor is missing, unknown or misshapen. */
  async importState(tensors: ReadonlyMap<string, HostTensor>): Promise<void> {
    return this.#alone(() => this.#importState(tensors));
  }

  async #importState(tensors: ReadonlyMap<string, HostTensor>): Promise<void> {
    const present = this.#shapes();
    const unknown = [...tensors.keys()].find((name) => !present.has(name));
    if (unknown !== undefined)
      throw new OnnxError('state', `the state has a tensor '${unknown}' that this trainer does not have`);
    for (const [name, { dtype, shape }] of present) {
      const given = tensors.get(name);
      if (!given) throw new OnnxError('state', `the state lacks the tensor '${name}'`);
      if (given.dtype !== dtype || given.shape.join() !== shape.join()) {
        throw new OnnxError(
          'state',
          `'${name}' should be ${dtype} [${shape.join(', ')}], but is ${given.dtype} [${given.shape.join(', ')}]`,
        );
      }
    }
    const step = Number(tensors.get(STEP_TENSOR)?.data[0]);
    if (!Number.isSafeInteger(step) || step < 0)
      throw new OnnxError('state', `the state says ${step} steps were taken`);

    const dataOf = (name: string): Float32Array => tensors.get(name)?.data as Float32Array;
    for (const name of this.#state.names()) this.#state.write(name, dataOf(name));
    for (const [name, { data }] of this.#tableTensors()) data.set(dataOf(name));
    this.#stepsTaken = step;
    await this.#dropPrediction();
  }

  /** `exportState` as one safetensors file. */
  saveSafetensors(metadata: Readonly<Record<string, string>> = {}): Uint8Array {
    return saveSafetensors(this.exportState(), metadata);
  }

  /** `importState` from a safetensors file. Throws `format` or `state`. */
  async loadSafetensors(file: Uint8Array): Promise<void> {
    await this.importState(loadSafetensors(file).tensors);
  }

  /** Frees the sessions' memory. The trainer cannot be used afterwards. */
  async dispose(): Promise<void> {
    await this.#alone(async () => {
      await this.#dropPrediction();
      await this.#session.release();
    });
  }

  #shapes(): Map<string, Pick<HostTensor, 'dtype' | 'shape'>> {
    const shapes = new Map<string, Pick<HostTensor, 'dtype' | 'shape'>>([
      [STEP_TENSOR, { dtype: 'int64', shape: [] }],
    ]);
    for (const name of this.#state.names()) shapes.set(name, this.#state.view(name));
    for (const [name, { shape }] of this.#tableTensors()) shapes.set(name, { dtype: 'float32', shape });
    return shapes;
  }

  /** Tables and their slots under the names they have in a state. */
  *#tableTensors(): Generator<[string, { shape: readonly number[]; data: Float32Array }]> {
    for (const [name, table] of this.#tables) {
      const shape = [table.values.length / table.width, table.width];
      yield [name, { shape, data: table.values }];
      for (const [slot, data] of Object.entries(table.slots))
        yield [slotName(this.#options.optimizer, slot, name), { shape, data }];
    }
  }

  #table(name: string): RowTable {
    const table = this.#tables.get(name);
    if (!table) throw new OnnxError('graph', `there is no table '${name}'`);
    return table;
  }

  #valueOf(parameter: Tensor): HostTensor {
    const table = this.#tables.get(parameter.name);
    if (table)
      return {
        dtype: 'float32',
        shape: [table.values.length / table.width, table.width],
        data: table.values,
      };
    if (this.#state.names().includes(parameter.name)) return this.#state.view(parameter.name);
    if (parameter.source.kind === 'parameter') return parameter.source.parameter.initial;
    throw new OnnxError('graph', `'${parameter.name}' is not a parameter`);
  }

  async #dropPrediction(): Promise<void> {
    const prediction = this.#prediction;
    this.#prediction = undefined;
    if (prediction) await (await prediction).release();
  }
}

function createTables({ graph, optimizer }: TrainerOptions): Map<string, RowTable> {
  const tables = new Map<string, RowTable>();
  for (const { table } of graph.bags) {
    if (tables.has(table.name) || table.source.kind !== 'parameter') continue;
    const { initial } = table.source.parameter;
    tables.set(
      table.name,
      new RowTable({ values: initial.data.slice(), width: table.shape[1] as number, slots: optimizer.slots }),
    );
  }
  return tables;
}

const isSparse = (value: HostTensor | SparseRows): value is SparseRows => 'offsets' in value;

function denseOf(batch: Batch): Record<string, HostTensor> {
  return Object.fromEntries(
    Object.entries(batch).filter((entry): entry is [string, HostTensor] => !isSparse(entry[1])),
  );
}

function sparseOf(batch: Batch, name: string, size: number): SparseRows {
  const value = batch[name];
  if (!value || !isSparse(value))
    throw new OnnxError('batch', `the batch has no sparse features '${name}' (offsets, ids, weights)`);
  checkSparseRows(name, value, size);
  return value;
}

const vocabulary = (table: Tensor): number => table.shape[0] as number;
const scalarTensor = (value: number): OrtTensor =>
  toOrt({ dtype: 'float32', shape: [], data: Float32Array.of(value) });
const numberOf = (tensor: OrtTensor | undefined): number => Number(tensor?.data[0]);

function bagSum(table: RowTable, rows: SparseRows): HostTensor {
  return { dtype: 'float32', shape: [rowCount(rows), table.width], data: table.sum(rows) };
}
