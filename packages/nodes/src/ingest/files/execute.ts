import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { canonicalJson, type Json } from '@weft/engine/graph';
import { implement, NodeError, type NodeContext, type Row, type RowError } from '@weft/engine/node';
import { limitedWorker, type LimitedWorker } from '../../isolate/limitedWorker.ts';
import { attemptEnded, JobFailed, WorkerStopped } from '../../isolate/stopped.ts';
import { fileTrouble } from '../lib/fileTrouble.ts';
import { FORMATS } from '../lib/formats.ts';
import { listFiles, type ListedFile } from '../lib/listFiles.ts';
import { UnreadableFile } from '../lib/parsedDocument.ts';
import type { ParsedFile } from '../lib/parseFile.ts';
import type { ParseJob } from '../lib/parseThread.ts';
import { readBounded } from '../lib/readBounded.ts';
import { refuseTooManyErrors } from '../lib/tooManyErrors.ts';
import { DOCUMENT_COLUMNS, spec } from './spec.ts';

/** A parser's heap, and what it may add to the process in all. Enough for the largest file that is read. */
const HEAP_MB = 512;
const GROWTH_MB = 900;

/** The first reason of each attempt, for the message when too many files are bad. */
const firstReasons = new WeakMap<object, string>();

export const executor = implement(spec, {
  async source(ctx) {
    const { root, files, leftOut } = await listFiles(ctx.params.path, ctx.params.exclude);
    const others = Object.entries(leftOut).sort(([a], [b]) => (a < b ? -1 : 1));
    if (others.length > 0) {
      const count = others.reduce((sum, [, n]) => sum + n, 0);
      ctx.warn(
        `left out for their endings: ${others.map(([ending, n]) => `${n} × ${ending}`).join(', ')}`,
        count,
      );
    }
    if (files.length === 0) {
      const endings = Object.keys(FORMATS).join(', ');
      throw new NodeError(
        'input',
        'ingest.no_files',
        `no files ending in ${endings} were found at ${ctx.params.path}`,
      );
    }
    return files.map((file) => ({ ...file, root }));
  },

  async open(ctx) {
    const workers = Array.from({ length: Math.max(1, ctx.threads) }, () =>
      limitedWorker<ParseJob, ParsedFile>({
        script: new URL('../lib/parseThread.ts', import.meta.url),
        resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, stackSizeMb: 8 },
        growthMb: GROWTH_MB,
      }),
    );
    return {
      columns: DOCUMENT_COLUMNS,
      async batch(files) {
        const found: FileResult[] = [];
        let next = 0;
        const readOn = async (worker: LimitedWorker<ParseJob, ParsedFile>): Promise<void> => {
          for (let row = next++; row < files.length; row = next++) {
            found[row] = await readFile(files[row] as unknown as ListedFile & { root: string }, row, {
              ctx,
              worker,
            });
          }
        };
        await Promise.all(workers.map(readOn));
        const errors = found.flatMap((result) => result.errors);
        if (errors.length > 0 && !firstReasons.has(ctx))
          firstReasons.set(ctx, `${errors[0]!.file}: ${errors[0]!.reason}`);
        return { rows: found.flatMap(({ document }) => (document === null ? [] : [document])), errors };
      },
      close: async () => {
        await Promise.all(workers.map((worker) => worker.close()));
      },
    };
  },

  async finish(ctx, { rowsIn, rowsOut }) {
    // Counted by documents that are missing: a file read with some damage is listed too, but it is there.
    const counts = { errors: rowsIn - rowsOut, total: rowsIn, limit: ctx.params.max_errors };
    refuseTooManyErrors(counts, 'files', firstReasons.get(ctx));
    return {};
  },

  async outside({ path, exclude }, tools) {
    const { files } = await listFiles(path, exclude);
    const hash = createHash('sha256');
    for (const file of files) {
      const content =
        file.problem ?? (await tools.hashFile(file.location).catch((error: unknown) => fileTrouble(error)));
      hash.update(canonicalJson([file.path, content]));
    }
    return hash.digest('hex');
  },
});

interface FileResult {
  readonly document: Row | null;
  readonly errors: readonly RowError[];
}

async function readFile(
  file: ListedFile & { root: string },
  row: number,
  {
    ctx,
    worker,
  }: {
    ctx: NodeContext<{ max_mb: number; seconds_per_file: number }>;
    worker: LimitedWorker<ParseJob, ParsedFile>;
  },
): Promise<FileResult> {
  const error = (reason: string, position?: string): RowError => ({ row, file: file.path, position, reason });
  if (file.problem !== null) return { document: null, errors: [error(file.problem)] };
  try {
    const bytes = await readBounded(file.location, file.root, ctx.params.max_mb * 2 ** 20);
    const size = bytes.byteLength;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const ending = extname(file.path).toLowerCase();
    const parsed = await worker.run(
      { bytes, format: FORMATS[ending]! },
      {
        cpuMs: ctx.params.seconds_per_file * 1000,
        signal: ctx.signal,
      },
    );
    const { title, text, language, headings, problems = [] } = parsed;
    const document: Row = {
      document: file.path,
      title: title || stemOf(file.path),
      source: file.path,
      language,
      text,
      headings: headings as unknown as Json,
      bytes: size,
      sha256,
    };
    return { document, errors: problems.map(({ position, reason }) => error(reason, position)) };
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    if (thrown instanceof WorkerStopped)
      throw attemptEnded(thrown, `reading ${file.path}`, {
        cpu: 'leave the file out with exclude, or raise seconds_per_file',
        memory: 'leave the file out with exclude',
      });
    if (thrown instanceof JobFailed) {
      // The parser's stack or memory ended, and where that happens differs from run to run.
      if (thrown.thrown === RangeError.name)
        throw new NodeError(
          'input',
          'limit.memory',
          `reading ${file.path} needs more memory than there is (${thrown.message}); leave the file out with exclude`,
        );
      const known = thrown.thrown === UnreadableFile.name;
      return {
        document: null,
        errors: [error(known ? thrown.message : `cannot be parsed: ${thrown.message}`)],
      };
    }
    if (thrown instanceof UnreadableFile) return { document: null, errors: [error(thrown.message)] };
    throw thrown;
  }
}

function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.slice(0, name.length - extname(name).length);
}
