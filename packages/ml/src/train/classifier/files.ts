import type { FileSet } from '../../files.ts';
import { sortedJson } from '../../json.ts';
import { CLASSIFIER_ONNX, CLASSIFIER_WEIGHTS, type ClassifierFile } from '../../models/classifierFile.ts';
import { MODEL_FILE, MODEL_FORMAT } from '../../models/modelFile.ts';
import { FEATURES_FILE } from '../../models/textFeatures.ts';
import { saveSafetensors } from '../../onnx/index.ts';
import type { Examples } from './examples.ts';
import type { FitResult } from './fit.ts';
import { classifierOnnx } from './inference.ts';

/** A trained classifier as `models/classifierFile.ts` describes it; the same files for the same result. */
export function classifierFiles(
  examples: Examples,
  result: FitResult,
): { about: ClassifierFile; files: FileSet } {
  const { chosen, epochs, shape, parameters } = result;
  const temperature = chosen?.temperature ?? 1;
  const about: ClassifierFile = {
    format: MODEL_FORMAT,
    version: 1,
    task: 'classification',
    labels: [...examples.labels],
    input: {
      text: examples.text && { dimension: examples.text.dimension },
      vector: examples.vectors && { size: examples.vectors.size },
    },
    temperature,
    metrics: chosen ? { val_accuracy: chosen.val_accuracy, val_loss: chosen.val_loss } : {},
    training: {
      head: shape.head,
      ...(shape.head === 'linear' ? {} : { hidden: shape.hidden }),
      epochs,
      examples: examples.classes.length,
    },
  };
  const files: FileSet = {
    [MODEL_FILE]: sortedJson(about),
    [CLASSIFIER_ONNX]: classifierOnnx(result, temperature),
    [CLASSIFIER_WEIGHTS]: saveSafetensors(parameters),
    ...(examples.text ? { [FEATURES_FILE]: examples.text.file } : {}),
  };
  return { about, files };
}
