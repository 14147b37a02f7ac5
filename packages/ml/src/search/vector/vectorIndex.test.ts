import { hash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VectorIndexBuilder, type VectorFileSet, type VectorIndexFiles } from './builder.ts';
import { GROUP_ROWS } from './layout.ts';
import { VECTOR_MANIFEST } from './manifest.ts';
import type { EngineName, Metric } from './options.ts';
import { vectorIndexOptions } from './prepare.ts';
import { VectorIndexSearcher } from './searcher.ts';
import { clusteredVectors, exactNeighbours } from './testVectors.ts';

const DIMENSIONS = 24;
const vectors = clusteredVectors({ rows: 4300, queries: 50, dimensions: DIMENSIONS, clusters: 40 });
const rows = (from: number, to: number): Float32Array =>
  vectors.rows.subarray(from * DIMENSIONS, to * DIMENSIONS);

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'vector-index-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
const emptyDir = (): string => mkdtempSync(join(root, 'build-'));

const small = (engine: EngineName, metric: Metric = 'cosine') =>
  vectorIndexOptions({ engine, metric, dimensions: DIMENSIONS, connectivity: 8, expansionAdd: 40 });

async function build(
  engine: EngineName,
  { from = 0, to = 4300, step = 4300, threads = 2 } = {},
): Promise<VectorFileSet> {
  const builder = await VectorIndexBuilder.open({ options: small(engine), dir: emptyDir(), threads });
  for (let at = from; at < to; at += step) await builder.add(rows(at, Math.min(to, at + step)));
  const files = await builder.finish();
  await builder.close();
  return files;
}

const contents = (files: VectorFileSet): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).map(([name, file]) => [
      name,
      hash('sha256', typeof file === 'string' ? file : readFileSync(file.localPath), 'hex'),
    ]),
  );

const opened = (files: VectorFileSet): VectorIndexFiles => ({
  manifest: JSON.parse(files[VECTOR_MANIFEST] as string),
  localPath: async (file) => (files[file] as { localPath: string }).localPath,
});

describe.each<EngineName>(['usearch', 'hnswlib'])('a vector index by %s', (engine) => {
  let whole: VectorFileSet;
  beforeAll(async () => {
    whole = await build(engine);
  });

  it('has the same bytes with one thread and two, and however the rows arrive', async () => {
    expect(contents(await build(engine, { threads: 1 }))).toEqual(contents(whole));
    expect(contents(await build(engine, { step: 137 }))).toEqual(contents(whole));
  });

  it('ends with the bytes of an undisturbed build after every possible interruption', async () => {
    const settings = () => ({ options: small(engine), dir: emptyDir(), threads: 2 });
    let builder = await VectorIndexBuilder.open(settings());
    for (let at = 0; at < 4300; at = builder.rows) {
      const before = builder.rows;
      await builder.add(rows(at, Math.min(at + 1000, 4300)));
      if (builder.rows === before) break; // the last, shorter epoch waits for finish
      const saved = await builder.save();
      // The old builder goes on, as a worker that lost its lease would; the new one must not notice.
      await builder.add(rows(0, 300));
      await builder.close();
      builder = await VectorIndexBuilder.resume(settings(), saved, async (from, to) => rows(from, to));
      expect(builder.rows).toBe(before + 1000);
      if (builder.rows === 4000) {
        await builder.add(rows(4000, 4300));
        break;
      }
    }
    expect(contents(await builder.finish())).toEqual(contents(whole));
    await builder.close();
  });

  it('holds every row exactly once, nearest to itself', async () => {
    const searcher = await VectorIndexSearcher.open(opened(whole));
    expect(searcher.rows).toBe(4300);
    const found = searcher.search(vectors.rows, 1, { threads: 2 });
    expect(new Set(found.map(([hit]) => hit?.row)).size).toBeGreaterThan(4290);
    const everything = searcher.search(rows(0, 1), 4300)[0]!.map((hit) => hit.row);
    expect(new Set(everything).size).toBe(everything.length);
  });

  it('finds nearly all true neighbours, best first, one query or many', async () => {
    const searcher = await VectorIndexSearcher.open(opened(whole));
    const truth = exactNeighbours(vectors, DIMENSIONS, 10);
    const batch = searcher.search(vectors.queries, 10);
    const right = batch.flatMap((hits, query) => hits.filter(({ row }) => truth[query]!.includes(row)));
    expect(right.length / 500).toBeGreaterThan(0.97);
    batch.forEach((hits, query) => {
      expect(hits).toHaveLength(10);
      expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((a, b) => b - a));
      const one = searcher.search(vectors.queries.subarray(query * DIMENSIONS, (query + 1) * DIMENSIONS), 10);
      expect(one).toEqual([hits]);
    });
  });

  it('grows without touching the base, deterministically, and can be interrupted while it grows', async () => {
    const base = await build(engine, { to: 2300 });
    const before = contents(base);
    const grow = async (interrupt: boolean): Promise<VectorFileSet> => {
      const settings = () => ({ options: small(engine), dir: emptyDir(), base: opened(base) });
      let builder = await VectorIndexBuilder.open(settings());
      expect(builder.rows).toBe(2300);
      await builder.add(rows(2300, 3000));
      if (interrupt) {
        const saved = await builder.save();
        await builder.close();
        builder = await VectorIndexBuilder.resume(settings(), saved, async (from, to) => rows(from, to));
        expect(builder.rows).toBe(3000);
      }
      await builder.add(rows(3000, 4300));
      const files = await builder.finish();
      await builder.close();
      return files;
    };
    const grown = await grow(false);
    expect(contents(await grow(true))).toEqual(contents(grown));
    expect(contents(base)).toEqual(before);
    const searcher = await VectorIndexSearcher.open(opened(grown));
    expect(searcher.search(rows(4299, 4300), 1)[0]![0]!.row).toBe(4299);
    expect(searcher.search(rows(7, 8), 1)[0]![0]!.row).toBe(7);
  });

  it.each<Metric>(['dot', 'l2'])('ranks by %s', async (metric) => {
    const options = vectorIndexOptions({ engine, metric, dimensions: 2 });
    const builder = await VectorIndexBuilder.open({ options, dir: emptyDir() });
    await builder.add(Float32Array.of(1, 0, 3, 0, 0, 2));
    const searcher = await VectorIndexSearcher.open(opened(await builder.finish()));
    await builder.close();
    const hits = searcher.search(Float32Array.of(1, 0), 3)[0]!;
    expect(hits).toEqual(
      metric === 'dot'
        ? [
            { row: 1, score: 3 },
            { row: 0, score: 1 },
            { row: 2, score: 0 },
          ]
        : [
            { row: 0, score: -0 },
            { row: 1, score: -4 },
            { row: 2, score: -5 },
          ],
    );
  });

  it('is an index with nothing to find when it has no rows, and gives all rows when k is larger', async () => {
    const none = await VectorIndexSearcher.open(opened(await build(engine, { to: 0 })));
    expect(none.search(rows(0, 2), 5)).toEqual([[], []]);
    const few = await VectorIndexSearcher.open(opened(await build(engine, { to: 3 })));
    const found = few.search(rows(2, 3), 10)[0]!.map((hit) => hit.row);
    expect(found.sort((a, b) => a - b)).toEqual([0, 1, 2]);
    expect(few.search(new Float32Array(), 10)).toEqual([]);
  });
});

describe('a vector index', () => {
  const open = (dimensions: number) =>
    VectorIndexBuilder.open({ options: vectorIndexOptions({ dimensions }), dir: emptyDir() });

  it('refuses vectors of another length, numbers that are not finite, and values f16 cannot keep', async () => {
    const builder = await open(3);
    await expect(builder.add(Float32Array.of(1, 2))).rejects.toThrow('2 numbers are not rows of 3');
    await expect(builder.add(Float32Array.of(1, 2, 3, 1, NaN, 3))).rejects.toThrow('vector 1 holds a number');
    expect(builder.rows).toBe(0);
    const dot = await VectorIndexBuilder.open({
      options: vectorIndexOptions({ dimensions: 1, metric: 'dot' }),
      dir: emptyDir(),
    });
    await expect(dot.add(Float32Array.of(70_000))).rejects.toThrow('choose precision f32');
    await dot.add(Float32Array.of(65_504));
  });

  it('refuses to resume from other vectors than it was built from', async () => {
    const settings = () => ({ options: small('usearch'), dir: emptyDir() });
    const builder = await VectorIndexBuilder.open(settings());
    await builder.add(rows(0, 1000));
    const saved = await builder.save();
    await builder.close();
    const other = async (from: number, to: number) => rows(from + 1, to + 1);
    await expect(VectorIndexBuilder.resume(settings(), saved, other)).rejects.toThrow('cannot go on');
  });

  it('refuses to grow an index of other settings, and a manifest of something else', async () => {
    const base = opened(await build('usearch', { to: 10 }));
    const settings = { options: { ...small('usearch'), connectivity: 4 }, dir: emptyDir(), base };
    await expect(VectorIndexBuilder.open(settings)).rejects.toThrow('has connectivity 8, not 4');
    await expect(VectorIndexSearcher.open({ ...base, manifest: { rows: 3 } })).rejects.toThrow(
      'build the index again',
    );
  });

  it('keeps a zero vector without disturbing its neighbours', async () => {
    const builder = await open(2);
    await builder.add(Float32Array.of(0, 0, 1, 0, 0, 1));
    const searcher = await VectorIndexSearcher.open(opened(await builder.finish()));
    expect(searcher.search(Float32Array.of(2, 0), 1)[0]![0]).toMatchObject({ row: 1 });
  });

  it('uses the full segments of a base where they lie and copies only open ones', async () => {
    const options = vectorIndexOptions({ dimensions: 4, connectivity: 4, expansionAdd: 8 });
    const cloud = clusteredVectors({
      rows: GROUP_ROWS + 1600,
      queries: 0,
      dimensions: 4,
      clusters: 500,
    }).rows;
    const first = await VectorIndexBuilder.open({ options, dir: emptyDir() });
    await first.add(cloud.subarray(0, (GROUP_ROWS + 100) * 4));
    const base = await first.finish();
    await first.close();
    const dir = emptyDir();
    const grown = await VectorIndexBuilder.open({ options, dir, base: opened(base) });
    await grown.add(cloud.subarray((GROUP_ROWS + 100) * 4));
    const files = await grown.finish();
    await grown.close();
    expect(Object.keys(files)).toEqual([
      VECTOR_MANIFEST,
      ...[0, 1, 2, 3].map((n) => `segment-0000${n}.usearch`),
    ]);
    expect(readdirSync(dir).sort()).toEqual(['segment-00002.usearch', 'segment-00003.usearch']);
    expect(files['segment-00000.usearch']).toEqual(base['segment-00000.usearch']);
    const searcher = await VectorIndexSearcher.open(opened(files));
    for (const row of [5, GROUP_ROWS + 50, GROUP_ROWS + 1599])
      expect(searcher.search(cloud.subarray(row * 4, row * 4 + 4), 1)[0]![0]!.row).toBe(row);
  });

  it.each([1, 2])('says so when a lane fails, and can be closed then (%i threads)', async (threads) => {
    const dir = emptyDir();
    const builder = await VectorIndexBuilder.open({ options: small('usearch'), dir, threads });
    rmSync(dir, { recursive: true });
    const failing = (async () => {
      await builder.add(rows(0, 4000));
      await builder.finish();
    })();
    await expect(failing).rejects.toThrow(/file|directory/i);
    await expect(builder.save()).rejects.toThrow(/file|directory/i);
    await builder.close();
  });

  it('refuses settings that make no sense', () => {
    expect(() => vectorIndexOptions({ dimensions: 0 })).toThrow('dimensions must be a whole number above 0');
  });
});
