import { implement, type NodeContext, type NodeResult } from '@weft/engine/node';
import { writeReport } from '../../evaluate/lib/report.ts';
import { openTfjs, parseTopology, type Tfjs } from '@weft/ml/models';
import { layersFiles, LayersFit, type LayersData } from '@weft/ml/train';
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
  const { about, files } = await layersFiles(tfjs, fit, data);
  const figures = about.metrics;
  const model = await ctx.files('model', files, { task: about.task, metrics: figures });
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
