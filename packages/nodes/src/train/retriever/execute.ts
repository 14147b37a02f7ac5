import {
  filesInput,
  implement,
  type FileSet,
  type FilesInput,
  type NodeContext,
  type NodeResult,
} from '@weft/engine/node';
import { writeReport } from '../../evaluate/lib/report.ts';
import { openIndex } from '@weft/ml/inference';
import { fitTerms, RERANKER_PREFIX, RerankFeatures } from '@weft/ml/models';
import {
  heldOut,
  RetrieverFit,
  type RankFigures,
  decodeRetrieverCheckpoint,
  encodeRetrieverCheckpoint,
  rerankerFiles,
} from '@weft/ml/train';
import { readPairs } from './pairs.ts';
import { spec } from './spec.ts';

export const executor = implement(spec, {
  async open(ctx, saved) {
    const { params, seed, threads } = ctx;
    const files = withoutReranker(filesInput(ctx.inputs, 'index'));
    const index = await openIndex(files);
    const pairs = await readPairs(ctx, index.documents(), params);
    const terms = fitTerms(index.rows.map(({ text }) => text));
    const fit = await RetrieverFit.open(
      {
        pairs,
        held: heldOut(pairs, params.validation_split, seed),
        search: (questions, k) => index.search(questions, k),
        features: new RerankFeatures(terms),
        params,
        seed,
        threads,
        onEpoch({ epoch, loss, recall_at_1, mrr }) {
          ctx.metric('loss', loss, epoch);
          if (recall_at_1 !== undefined) ctx.metric('recall_at_1', recall_at_1, epoch);
          if (mrr !== undefined) ctx.metric('mrr', mrr, epoch);
        },
      },
      saved && decodeRetrieverCheckpoint(saved),
    );
    return {
      async step() {
        const stepped = await fit.step();
        const { done, total, unit } = fit.progress;
        ctx.progress(done, total, unit);
        return stepped;
      },
      save: async () => encodeRetrieverCheckpoint(fit.save()),
      finish: async () => await write(ctx, { files, fit, terms }),
      async close() {
        await fit.close();
        await index.close();
      },
    };
  },
});

type Figures = { before: RankFigures; after: RankFigures } | undefined;

async function write(
  ctx: Pick<NodeContext<{ candidates: number }>, 'files' | 'inputs' | 'params' | 'warn'>,
  { files, fit, terms }: { files: FilesInput; fit: RetrieverFit; terms: Uint8Array },
): Promise<NodeResult> {
  const figures = await fit.figures();
  const metrics = flat(figures);
  const helps = figures === undefined || figures.after.mrr >= figures.before.mrr;
  if (!helps)
    ctx.warn('re-ranking did not help with the held-out questions, so the index is given back as it was');
  const { shape, parameters, questions } = fit.learned;
  const { candidates } = ctx.params;
  const reranker = helps ? rerankerFiles({ shape, parameters, terms, candidates, metrics }) : {};
  const index = await ctx.files('index', { ...(await copied(files)), ...reranker }, files.ref.meta);
  const report = await writeReport(ctx, {
    about: 'training',
    metrics: { ...metrics, questions, used: helps ? 1 : 0 },
    measured: {
      index: files.ref.hash,
      pairs: (ctx.inputs.pairs as { ref: { hash: string } }).ref.hash,
    },
    details: { curve: fit.history.map((record) => ({ ...record })) },
  });
  return { outputs: { index, report }, metrics: { ...metrics, questions, used: helps ? 1 : 0 } };
}

const flat = (figures: Figures): Record<string, number> =>
  figures === undefined
    ? {}
    : {
        before_recall_at_1: figures.before.recall_at_1,
        before_mrr: figures.before.mrr,
        after_recall_at_1: figures.after.recall_at_1,
        after_mrr: figures.after.mrr,
      };

/** The index itself: training on top of an earlier re-ranker would learn from candidates that no index gives. */
const withoutReranker = (files: FilesInput): FilesInput => ({
  ...files,
  files: files.files.filter(({ path }) => !path.startsWith(RERANKER_PREFIX)),
});

async function copied(files: FilesInput): Promise<FileSet> {
  const set: Record<string, FileSet[string]> = {};
  for (const { path } of files.files) set[path] = { localPath: await files.localPath(path) };
  return set;
}
