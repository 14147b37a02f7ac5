import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';
import type { FileSet } from '../../files.ts';
import { sortedJson } from '../../json.ts';
import { LAYERS_TOPOLOGY, LAYERS_WEIGHTS, type LayersFile } from '../../models/layersModel.ts';
import { MODEL_FILE, MODEL_FORMAT } from '../../models/modelFile.ts';
import type { Tfjs } from '../../models/tfjs.ts';
import type { LayersData } from './data.ts';
import type { LayersFit } from './fit.ts';

/** A trained LayersModel: model.json, and the two files that `loadLayersModel` of any TensorFlow.js reads. */
export async function layersFiles(
  { tf }: Tfjs,
  fit: LayersFit,
  data: LayersData,
): Promise<{ about: LayersFile; files: FileSet }> {
  const { loss, val_loss, val_accuracy } = fit.history.at(-1)!;
  const about: LayersFile = {
    format: MODEL_FORMAT,
    version: 1,
    task: data.labels ? 'classification' : 'regression',
    runtime: 'tfjs-layers',
    labels: data.labels && [...data.labels],
    input: { columns: [...data.columns], width: data.width },
    metrics: {
      loss,
      ...(val_loss === undefined ? {} : { val_loss }),
      ...(val_accuracy === undefined ? {} : { val_accuracy }),
    },
    training: { epochs: fit.history.length, examples: fit.split.training.length },
  };
  return { about, files: { [MODEL_FILE]: sortedJson(about), ...(await savedModel(tf, fit.model)) } };
}

async function savedModel(tf: typeof Core, model: Layers.LayersModel): Promise<FileSet> {
  let files: FileSet = {};
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
      const parts = Array.isArray(weightData) ? weightData : [weightData!];
      files = {
        [LAYERS_TOPOLOGY]: sortedJson({
          format: 'layers-model',
          generatedBy: `TensorFlow.js ${tf.version_core}`,
          convertedBy: null,
          modelTopology,
          weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }],
        }),
        [LAYERS_WEIGHTS]: Buffer.concat(parts.map((part) => new Uint8Array(part))),
      };
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  return files;
}
