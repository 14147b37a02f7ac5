import { MlError } from '../errors.ts';
import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';
import { refusedTopology, type Topology } from './layersTopology.ts';
import type { Tfjs } from './tfjs.ts';

/** With moments and gradients, four numbers of memory each. */
const MAX_PARAMETERS = 20_000_000;

export interface LayersArtifacts {
  readonly modelTopology: Topology;
  /** With weights, they replace what the initializers draw. */
  readonly weightSpecs?: Core.io.WeightsManifestEntry[];
  readonly weightData?: ArrayBuffer;
}

/**
 * Builds a model of a checked topology.
 *
 * Parameters are counted where every layer asks for its weights, before memory is taken and filled: two dense layers of
 * 10,000 units would take 400 MB and ten seconds of drawing before the finished model could be counted.
 * @throws MlError (input) when it is too large or TensorFlow.js cannot build it.
 */
export async function loadLayers(
  { tf, layers }: Tfjs,
  artifacts: LayersArtifacts,
): Promise<Layers.LayersModel> {
  const base = layers.layers.Layer.prototype as unknown as {
    addWeight: (this: unknown, name: string, shape: readonly number[], ...rest: unknown[]) => unknown;
  };
  const original = base.addWeight;
  let count = 0;
  base.addWeight = function (name, shape, ...rest) {
    count += shape.reduce((product, size) => product * size, 1);
    if (count > MAX_PARAMETERS)
      throw refusedTopology(`has more than ${MAX_PARAMETERS} parameters, the most that are trained here`);
    return original.call(this, name, shape, ...rest);
  };
  try {
    return await layers.loadLayersModel(tf.io.fromMemory(artifacts as unknown as Core.io.ModelArtifacts));
  } catch (cause) {
    if (cause instanceof MlError) throw cause;
    throw refusedTopology(
      `cannot be built: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    );
  } finally {
    base.addWeight = original;
  }
}
