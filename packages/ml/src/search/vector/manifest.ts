import { MlError } from '../../errors.ts';
import { z } from 'zod';
import { EPOCH_ROWS, LANES, SEGMENT_ROWS, segmentName, segmentRows, segmentsOf } from './layout.ts';
import type { VectorIndexOptions } from './options.ts';

/** File of the manifest inside an index artifact. */
export const VECTOR_MANIFEST = 'vectors.json';

const schema = z.object({
  format: z.literal('weft.vectors'),
  version: z.literal(1),
  rows: z.int().nonnegative(),
  lanes: z.literal(LANES),
  segmentRows: z.literal(SEGMENT_ROWS),
  epochRows: z.literal(EPOCH_ROWS),
  options: z.object({
    engine: z.enum(['usearch', 'hnswlib']),
    dimensions: z.int().positive(),
    metric: z.enum(['cosine', 'dot', 'l2']),
    precision: z.enum(['f16', 'f32']),
    connectivity: z.int().positive(),
    expansionAdd: z.int().positive(),
    expansionSearch: z.int().positive(),
  }),
  segments: z.array(z.object({ file: z.string(), rows: z.int().positive() })),
});
export type VectorManifest = z.output<typeof schema>;

export const segmentFile = (place: { group: number; lane: number }, options: VectorIndexOptions): string =>
  `${segmentName(place)}.${options.engine}`;

export function vectorManifest(options: VectorIndexOptions, rows: number): VectorManifest {
  return {
    format: 'weft.vectors',
    version: 1,
    rows,
    lanes: LANES,
    segmentRows: SEGMENT_ROWS,
    epochRows: EPOCH_ROWS,
    options: {
      engine: options.engine,
      dimensions: options.dimensions,
      metric: options.metric,
      precision: options.precision,
      connectivity: options.connectivity,
      expansionAdd: options.expansionAdd,
      expansionSearch: options.expansionSearch,
    },
    segments: segmentsOf(rows).map((place) => ({
      file: segmentFile(place, options),
      rows: segmentRows(rows, place),
    })),
  };
}

export function readVectorManifest(json: unknown): VectorManifest {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new MlError(
    'input',
    'vectors.manifest',
    `${VECTOR_MANIFEST} is not the description of a vector index this Weft can read: build the index again`,
  );
}
