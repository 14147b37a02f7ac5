import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';
import { canonicalJson, type Json } from '@weft/engine/graph';
import { implement, type FileSet, type NodeContext, type NodeResult } from '@weft/engine/node';
import { writeReport } from '../../evaluate/lib/report.ts';
import {
  parseTopology,
  LAYERS_TOPOLOGY,
  LAYERS_WEIGHTS,
  type LayersFile,
  MODEL_FILE,
  MODEL_FORMAT,
  openTfjs,
  type Tfjs,
} from '@weft/ml/models';
import { LayersFit, type LayersData } from '@weft/ml/train';
import { readData } from './data.ts';
import { spec } from './spec.ts';

export const executor = implement(spec, {
  async open(ctx, saved) {
    const topology = parseTopology(ctx.params.topology, ctx.seed);
    const data = await readData(ctx, ctx.params);
    const tfjs = await openTfjs(ctx.params.backend);
    ctx.log('info', `training on ${tfjs.backend}`, { rows: data.rows, inputs: data.width });
    const fit = await LayersFit.open(
      {
        tfjs,
        topology,
        data,
        params: ctx.params,
        seed: ctx.seed,
        onEpoch({ epoch, loss, val_loss, val_accuracy }) {
          ctx.metric('loss', loss, epoch);
          if (val_loss !== undefined) ctx.metric('val_loss', val_loss, epoch);
          if (val_accuracy !== undefined) ctx.metric('accuracy', val_accuracy, epoch);
        },
      },
      saved,
    );
    const began = performance.now();
    const before = fit.examplesDone.done;
    return {
      async step() {
        const { done, epochEnded } = await fit.step();
        const { done: at, total } = fit.examplesDone;
        ctx.progress(at, total, 'examples');
        return { done, save: epochEnded };
      },
      save: () => fit.save(),
      async finish() {
        const speed = (fit.examplesDone.done - before) / ((performance.now() - began) / 1000);
        return await write(ctx, { fit, data, tfjs, speed });
      },
      close: () => fit.close(),
    };
  },
});

interface Finished {
  readonly fit: LayersFit;
  readonly data: LayersData;
  readonly tfjs: Tfjs;
  readonly speed: number;
}

async function write(
  ctx: Pick<NodeContext, 'files' | 'inputs'>,
  { fit, data, tfjs, speed }: Finished,
): Promise<NodeResult> {
  const { loss, val_loss, val_accuracy } = fit.history.at(-1)!;
  const figures: Record<string, number> = {
    loss,
    ...(val_loss === undefined ? {} : { val_loss }),
    ...(val_accuracy === undefined ? {} : { val_accuracy }),
  };
  const file: LayersFile = {
    format: MODEL_FORMAT,
    version: 1,
    task: data.labels ? 'classification' : 'regression',
    runtime: 'tfjs-layers',
    labels: data.labels && [...data.labels],
    input: { columns: [...data.columns], width: data.width },
    metrics: figures,
    training: { epochs: fit.history.length, examples: fit.split.training.length },
  };
  const model = await ctx.files(
    'model',
    { [MODEL_FILE]: canonicalJson(file), ...(await layersFiles(tfjs.tf, fit.model)) },
    { task: file.task, metrics: figures },
  );
  const report = await writeReport(ctx, {
    about: 'training',
    metrics: { ...figures, epochs: fit.history.length },
    measured: { rows: (ctx.inputs.rows as { ref: { hash: string } }).ref.hash },
    details: {
      curve: fit.history.map((record) => ({ ...record })),
      examples: { training: fit.split.training.length, validation: fit.split.validation.length },
    },
  });
  return {
    outputs: { model, report },
    metrics: { ...figures, epochs: fit.history.length, examples_per_s: speed },
  };
}

/** The two files that `loadLayersModel` of any TensorFlow.js reads. */
async function layersFiles(tf: typeof Core, model: Layers.LayersModel): Promise<FileSet> {
  let files: FileSet = {};
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
      const parts = Array.isArray(weightData) ? weightData : [weightData!];
      files = {
        [LAYERS_TOPOLOGY]: canonicalJson({
          format: 'layers-model',
          generatedBy: `TensorFlow.js ${tf.version_core}`,
          convertedBy: null,
          modelTopology: modelTopology as unknown as Json,
          weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs as unknown as Json }],
        }),
        [LAYERS_WEIGHTS]: Buffer.concat(parts.map((part) => new Uint8Array(part))),
      };
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  return files;
}
