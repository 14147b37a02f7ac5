import { join } from 'node:path';
import { inTransaction } from '@weft/db';
import { startAlone } from '@weft/engine';
import { graph } from '@weft/engine/testing';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import { killAndWait, untilAtWork } from '../recovery.ts';
import { BENCH, openWeft, startWorkerProcess } from './openWeft.ts';

const LIMIT_MS = 60_000;

/** Workers with default settings, each killed in the middle of a step that saves checkpoints. */
export async function open({ settings, ...place }: Given): Promise<OpenSubject> {
  const { kills } = settings as { kills: number };
  const engine = await openWeft(place, 'bench');
  const worker = async (labels: string[]) =>
    await startWorkerProcess({ ...place, nodes: 'bench', slots: labels.length, labels });
  return {
    async round(index) {
      const labels = Array.from({ length: kills }, (_, at) => `round${index}-${at}`);
      const journals = labels.map((label) => join(place.directory, label));
      const runs: string[] = [];
      const victims = [];
      for (const [at, label] of labels.entries()) {
        victims.push(await worker([label]));
        const document = graph({
          work: {
            type: 'bench.tick',
            params: { salt: index * 100 + at, ticks: 10_000, tickMs: 100, journal: journals[at]! },
          },
        });
        const { prepared } = engine.prepare(document);
        const started = await startAlone(engine, prepared!, { document, ref: label, actor: BENCH, label });
        runs.push(started.runId);
      }
      await untilAtWork(journals);
      const heir = await worker(labels);
      const figures = await killAndWait(
        victims.map((victim, at) => ({ journal: journals[at]!, kill: () => victim.kill() })),
        LIMIT_MS,
      );
      for (const runId of runs)
        await inTransaction(
          engine.pool,
          async (tx) => await engine.control(tx, { verb: 'cancel', runId, actor: BENCH }),
        );
      heir.kill();
      return figures;
    },
  };
}
