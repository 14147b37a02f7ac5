import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NodeError } from '@weft/engine/node';
import { Lanes } from './lanes.ts';
import { epochEnd, GROUP_ROWS, SEGMENT_ROWS, segmentRows, segmentsOf, type SegmentPlace } from './layout.ts';
import { readVectorManifest, segmentFile, VECTOR_MANIFEST, vectorManifest } from './manifest.ts';
import type { VectorIndexOptions } from './options.ts';
import { prepareVectors } from './prepare.ts';
import { loadEngine } from './segmentEngine.ts';
import { dealOut, restoreSegments, saveSegments, type VectorReader } from './snapshot.ts';

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
 * Rows wait until an epoch of 1,000 is full; then each lane inserts its half (layout.ts says why). Between epochs all
 * state is in the segment files, so a build that was interrupted, saved and resumed ends with the bytes of an
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
  #inserted: number;
  #pending: Float32Array[] = [];
  #waiting = 0;

  private constructor(settings: BuilderSettings, lanes: Lanes, baseRows: number) {
    this.options = settings.options;
    this.#settings = settings;
    this.#lanes = lanes;
    this.#baseRows = baseRows;
    this.#inserted = baseRows;
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
    builder.#inserted = await restoreSegments(saved, {
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

  /** Rows that are in segment files, the base's included. Rows still waiting for their epoch are not in `save`. */
  get rows(): number {
    return this.#inserted;
  }

  /** Appends rows, given end to end. Resolves when all full epochs are inserted. */
  async add(vectors: Float32Array): Promise<void> {
    const prepared = prepareVectors(vectors, this.options, this.#inserted + this.#waiting);
    const { dimensions } = this.options;
    for (let from = 0; from < prepared.length;) {
      const room = epochEnd(this.#inserted) - this.#inserted - this.#waiting;
      const part = prepared.subarray(from, from + room * dimensions);
      this.#pending.push(part);
      this.#waiting += part.length / dimensions;
      from += part.length;
      if (this.#inserted + this.#waiting === epochEnd(this.#inserted)) await this.#insert();
    }
  }

  /** What `resume` needs to go on from here. */
  async save(): Promise<Uint8Array> {
    const segments = this.#changing(this.#inserted).map((place) => ({
      place,
      path: this.#path(place),
      readable: segmentRows(this.#baseRows, place) === 0,
    }));
    return saveSegments(await loadEngine(this.options), segments, this.#inserted);
  }

  /** Inserts the rows that still wait and gives the index's files; they lie in `dir` and in the base. */
  async finish(): Promise<VectorFileSet> {
    if (this.#waiting > 0) await this.#insert();
    const files: VectorFileSet = {
      [VECTOR_MANIFEST]: `${JSON.stringify(vectorManifest(this.options, this.#inserted))}\n`,
    };
    for (const place of segmentsOf(this.#inserted)) {
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

  async #insert(): Promise<void> {
    const { dimensions } = this.options;
    const group = Math.floor(this.#inserted / GROUP_ROWS);
    const work = dealOut(concat(this.#pending, this.#waiting * dimensions), this.#inserted, dimensions).map(
      (epoch, lane) => {
        const place = { group, lane };
        return { file: this.#path(place), size: segmentRows(this.#inserted, place), epoch };
      },
    );
    await this.#lanes.run(work.filter(({ epoch }) => epoch.rows.length > 0));
    this.#inserted += this.#waiting;
    this.#pending = [];
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
      throw new NodeError(
        'input',
        'vectors.base_differs',
        `the index to grow has ${name} ${manifest.options[name]}, not ${options[name]}: keep its settings or build anew`,
      );
  return manifest.rows;
}

function concat(parts: readonly Float32Array[], length: number): Float32Array {
  const all = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
