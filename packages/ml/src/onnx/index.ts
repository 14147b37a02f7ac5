/** The public names of the library; everything else is private to this folder. Reading order: README.md. */
export { OnnxError } from './errors.ts';
export type { OnnxErrorCode } from './errors.ts';
export { bool, float32, int64 } from './hostTensor.ts';
export type { DType, HostTensor } from './hostTensor.ts';

export { Graph } from './graph/graph.ts';
export type { Tensor } from './graph/graph.ts';
export { grad } from './graph/grad.ts';
export { emitModel } from './graph/emit.ts';
export type { Dim, Shape } from './graph/shape.ts';

export { erf, gelu, logSoftmax, relu, sigmoid, softmax, tanh } from './ops/activations.ts';
export { add, div, exp, log, maximum, minimum, mul, neg, pow, sqrt, sub } from './ops/arithmetic.ts';
export { infoNce } from './ops/contrastive.ts';
export type { InfoNceOptions } from './ops/contrastive.ts';
export { gather, oneHot } from './ops/gather.ts';
export { cast, equal, greater, less, stopGradient, where } from './ops/logic.ts';
export { crossEntropyWithTargets, meanSquaredError, softmaxCrossEntropy } from './ops/losses.ts';
export type { CrossEntropyOptions } from './ops/losses.ts';
export { gemm, linear, matmul } from './ops/matmul.ts';
export { l2Normalise, layerNorm } from './ops/normalise.ts';
export { reduceMax, reduceMean, reduceSum } from './ops/reduce.ts';
export { concat, expandLike, reshape, slice, transpose } from './ops/shapes.ts';

export { embeddingBag } from './sparse/embeddingBag.ts';
export type { EmbeddingBag } from './sparse/embeddingBag.ts';
export { padRows, selectRows, sparseRows } from './sparse/sparseRows.ts';
export type { FeatureList, SparseRows } from './sparse/sparseRows.ts';

export { adam, adamW } from './optim/adam.ts';
export type { AdamOptions, AdamWOptions } from './optim/adam.ts';
export type { Optimizer } from './optim/optimizer.ts';
export { constantRate, cosineDecay, linearDecay } from './optim/schedules.ts';
export type { DecayOptions, Schedule } from './optim/schedules.ts';
export { sgd } from './optim/sgd.ts';
export type { SgdOptions } from './optim/sgd.ts';

export { glorotUniform, heNormal, normal, ones, uniform, zeros } from './random/initialise.ts';
export { Rng, permutation } from './random/rng.ts';
export type { RngState } from './random/rng.ts';

export { Trainer } from './trainer/trainer.ts';
export type { Batch, StepReport, TrainerOptions } from './trainer/trainer.ts';
export { fromOrt, openSession, toOrt } from './runtime/openSession.ts';
export type { Provider, RuntimeOptions, Session } from './runtime/openSession.ts';
export { loadSafetensors, saveSafetensors } from './state/safetensors.ts';
export type { SafetensorsFile } from './state/safetensors.ts';
export { encodeModel } from './proto/encodeModel.ts';
export { inspectModel } from './proto/inspectModel.ts';
export type { ModelSummary } from './proto/inspectModel.ts';
