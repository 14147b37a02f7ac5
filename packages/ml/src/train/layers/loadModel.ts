import type * as Layers from '@tensorflow/tfjs-layers';
import { loadLayers } from '../../models/loadLayers.ts';
import { refusedTopology, type Topology } from '../../models/layersTopology.ts';
import type { Tfjs } from '../../models/tfjs.ts';
import type { LayersData } from './data.ts';

/**
 * Builds the model of a checked topology and holds it to the data.
 * @throws MlError (input) when TensorFlow.js cannot build it, it is too large, or its ends do not fit the rows.
 */
export async function loadModel(options: {
  readonly tfjs: Tfjs;
  readonly topology: Topology;
  readonly data: LayersData;
}): Promise<Layers.LayersModel> {
  const { tfjs, topology, data } = options;
  const model = await loadLayers(tfjs, { modelTopology: topology });
  const problem = misfit(model, data);
  if (problem === undefined) return model;
  model.dispose();
  throw refusedTopology(problem);
}

/** Why the model's ends do not fit the rows, or undefined. */
function misfit(model: Layers.LayersModel, { width, columns, labels }: LayersData): string | undefined {
  const takes = JSON.stringify(model.inputs.map(({ shape }) => shape));
  if (takes !== `[[null,${width}]]`)
    return `takes ${takes}, but the rows give [[null,${width}]] (${columns.join(', ').slice(0, 200)})`;
  const gives = JSON.stringify(model.outputs.map(({ shape }) => shape));
  const outputs = labels?.length ?? 1;
  if (gives === `[[null,${outputs}]]`) return undefined;
  return `gives ${gives}, but ${labels ? `${outputs} labels need a softmax over ${outputs} units` : 'a number needs one unit'}`;
}
