import { MlError } from '../../errors.ts';
import { VECTOR_INDEX_DEFAULTS, type VectorIndexOptions } from './options.ts';

/** Fills in the defaults and refuses numbers that make no sense. */
export function vectorIndexOptions(
  given: Pick<VectorIndexOptions, 'dimensions'> & Partial<VectorIndexOptions>,
): VectorIndexOptions {
  const options = { ...VECTOR_INDEX_DEFAULTS, ...given };
  if (options.engine === 'hnswlib') options.precision = 'f32';
  for (const name of ['dimensions', 'connectivity', 'expansionAdd', 'expansionSearch'] as const)
    if (!Number.isInteger(options[name]) || options[name] < 1)
      throw new MlError(
        'input',
        'vectors.option',
        `${name} must be a whole number above 0, not ${options[name]}`,
      );
  return options;
}

/** The largest finite 16-bit float. */
const F16_MAX = 65504;

/**
 * The rows as the engines take them: length 1 for cosine (a zero vector stays zero and is far from everything).
 * Returns a new array.
 *
 * @param firstRow number of the first row, for messages
 */
export function prepareVectors(
  vectors: Float32Array,
  options: VectorIndexOptions,
  firstRow: number,
): Float32Array<ArrayBuffer> {
  const { dimensions, metric, precision } = options;
  if (vectors.length % dimensions !== 0)
    throw new MlError(
      'input',
      'vectors.dimensions',
      `${vectors.length} numbers are not rows of ${dimensions}: embed these texts with the model of the index`,
    );
  const rows = new Float32Array(vectors);
  for (let start = 0; start < rows.length; start += dimensions) {
    let squares = 0;
    let largest = 0;
    for (let at = start; at < start + dimensions; at++) {
      const value = rows[at]!;
      squares += value * value;
      largest = Math.max(largest, Math.abs(value));
    }
    const row = firstRow + start / dimensions;
    if (!Number.isFinite(squares))
      throw new MlError('input', 'vectors.not_finite', `vector ${row} holds a number that is not finite`);
    if (metric === 'cosine') {
      const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
      for (let at = start; at < start + dimensions; at++) rows[at]! *= scale;
    } else if (precision === 'f16' && largest > F16_MAX)
      throw new MlError(
        'input',
        'vectors.too_large',
        `vector ${row} holds ${largest}, more than f16 can keep: choose precision f32 or the cosine metric`,
      );
  }
  return rows;
}
