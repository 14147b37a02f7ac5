import { MlError } from '../../errors.ts';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Lanes } from './lanes.ts';
import {
  EPOCH_ROWS,
  epochEnd,
  placeOf,
  rowAt,
  SEGMENT_ROWS,
  segmentRows,
  segmentsOf,
  type SegmentPlace,
} from './layout.ts';
import { readVectorManifest, segmentFile, VECTOR_MANIFEST, vectorManifest } from './manifest.ts';
import type { VectorIndexOptions } from './options.ts';
import { prepareVectors } from './prepare.ts';
import { loadEngine } from './segmentEngine.ts';
import { restoreSegments, saveSegments, type VectorReader } from './snapshot.ts';

/** A finished vector index: its manifest, and where each of its files lies. */
export interface VectorIndexFiles {
  readonly manifest: unknown;
  localPath(file: string): Promise<string>;
}

/** Files of an index by name, as the artifact store takes them. */
export type VectorFileSet = Record<string, string | { readonly localPath: string }>;

export interface BuilderSettings {
  readonly options: VectorIndexOptions;
  /** An empty directory of this builder alone. */
  readonly dir: string;
  /** Threads it may use, default 2. They change the speed and never the bytes. */
  readonly threads?: number;
  /** The index to grow; its options must be the same. Its segments that are full are used where they lie. */
  readonly base?: VectorIndexFiles;
}

/**
 * Builds a vector index row by row. A row's number is its key, so no row can be in it twice.
 *
 * Rows wait until an epoch of 1,000 is full; then a lane inserts them while rows for the other one are added (layout.ts
 * says why). Between epochs all state is in the segment files, so a build that was interrupted, saved and resumed ends with the bytes of an
 * undisturbed one.
 *
 * Growing an index leaves full segments as they are and goes on in the open ones. Its bytes follow from the earlier
 * index and the new rows; they are not those of building all rows at once when the earlier index ended inside an epoch.
 */
export class VectorIndexBuilder {
  readonly options: VectorIndexOptions;
  readonly #settings: BuilderSettings;
  readonly #lanes: Lanes;
  readonly #baseRows: number;
  /** Rows that were given to the lanes. */
  #given: number;
  /** Rows that wait for the end of their epoch. */
  #epoch: Float32Array<ArrayBuffer>;
  #waiting = 0;

  private constructor(settings: BuilderSettings, lanes: Lanes, baseRows: number) {
    this.options = settings.options;
    this.#settings = settings;
    this.#lanes = lanes;
    this.#baseRows = baseRows;
    this.#given = baseRows;
    this.#epoch = emptyEpoch(settings.options);
  }

  /** Starts an empty index, or one that grows from `base`. */
  static async open(settings: BuilderSettings): Promise<VectorIndexBuilder> {
    const builder = await VectorIndexBuilder.#create(settings);
    for (const place of builder.#changing(builder.#baseRows)) {
      const file = segmentFile(place, settings.options);
      await copyFile(await settings.base!.localPath(file), builder.#path(place));
    }
    return builder;
  }

  /**
   * Goes on from what `save` gave, with the same settings. `rows` then says how many rows are in; add those after it.
   *
   * @param vectorsOf reads rows that were added before; with a base, row numbers count its rows too, but rows of the
   *   base are never asked for
   */
  static async resume(
    settings: BuilderSettings,
    saved: Uint8Array,
    vectorsOf: VectorReader,
  ): Promise<VectorIndexBuilder> {
    const builder = await VectorIndexBuilder.#create(settings);
    builder.#given = await restoreSegments(saved, {
      engine: await loadEngine(settings.options),
      options: settings.options,
      path: (place) => builder.#path(place),
      vectorsOf,
    });
    return builder;
  }

  static async #create(settings: BuilderSettings): Promise<VectorIndexBuilder> {
    const baseRows = settings.base === undefined ? 0 : rowsOfBase(settings.base, settings.options);
    return new VectorIndexBuilder(
      settings,
      await Lanes.open(settings.options, settings.threads ?? 2),
      baseRows,
    );
  }

  /** Rows that `save` covers, the base's included; not those that still wait for the end of their epoch. */
  get rows(): number {
    return this.#given;
  }

  /**
   * Appends rows, given end to end. Resolves when the last full epoch has been taken on by its lane, which then works
   * on it; an error of a lane is thrown by the next call.
   */
  async add(vectors: Float32Array): Promise<void> {
    const { dimensions } = this.options;
    for (let from = 0; from < vectors.length;) {
      const next = this.#given + this.#waiting;
      const part = vectors.subarray(from, from + (epochEnd(next) - next) * dimensions);
      this.#epoch.set(prepareVectors(part, this.options, next), this.#waiting * dimensions);
      this.#waiting += part.length / dimensions;
      from += part.length;
      if (this.#given + this.#waiting === epochEnd(next)) await this.#give();
    }
  }

  /** What `resume` needs to go on from here. */
  async save(): Promise<Uint8Array> {
    await this.#lanes.idle();
    const segments = this.#changing(this.#given).map((place) => ({
      place,
      path: this.#path(place),
      readable: segmentRows(this.#baseRows, place) === 0,
    }));
    return saveSegments(await loadEngine(this.options), segments, this.#given);
  }

  /** Inserts the rows that still wait and gives the index's files; they lie in `dir` and in the base. */
  async finish(): Promise<VectorFileSet> {
    if (this.#waiting > 0) await this.#give();
    await this.#lanes.idle();
    const files: VectorFileSet = {
      [VECTOR_MANIFEST]: `${JSON.stringify(vectorManifest(this.options, this.#given))}\n`,
    };
    for (const place of segmentsOf(this.#given)) {
      const file = segmentFile(place, this.options);
      files[file] = {
        localPath: this.#fullInBase(place) ? await this.#settings.base!.localPath(file) : this.#path(place),
      };
    }
    return files;
  }

  async close(): Promise<void> {
    await this.#lanes.close();
  }

  async #give(): Promise<void> {
    const place = placeOf(this.#given);
    const size = segmentRows(this.#given, place);
    const epoch = {
      size,
      lastRow: size > 0 ? rowAt(place, size - 1) : -1,
      firstRow: this.#given,
      vectors: this.#epoch.slice(0, this.#waiting * this.options.dimensions),
    };
    await this.#lanes.give(place.lane, { file: this.#path(place), epoch });
    this.#given += this.#waiting;
    this.#waiting = 0;
  }

  #path(place: SegmentPlace): string {
    return join(this.#settings.dir, segmentFile(place, this.options));
  }

  #fullInBase(place: SegmentPlace): boolean {
    return segmentRows(this.#baseRows, place) === SEGMENT_ROWS;
  }

  /** Segments among the first `rows` rows that lie in `dir`. */
  #changing(rows: number): SegmentPlace[] {
    return segmentsOf(rows).filter((place) => !this.#fullInBase(place));
  }
}

function rowsOfBase(base: VectorIndexFiles, options: VectorIndexOptions): number {
  const manifest = readVectorManifest(base.manifest);
  for (const name of ['engine', 'dimensions', 'metric', 'precision', 'connectivity', 'expansionAdd'] as const)
    if (manifest.options[name] !== options[name])
      throw new MlError(
        'input',
        'vectors.base_differs',
        `the index to grow has ${name} ${manifest.options[name]}, not ${options[name]}: keep its settings or build anew`,
      );
  return manifest.rows;
}

const emptyEpoch = ({ dimensions }: VectorIndexOptions): Float32Array<ArrayBuffer> =>
  new Float32Array(EPOCH_ROWS * dimensions);
