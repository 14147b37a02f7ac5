/** For tests of runs: the whole of it, real, with the engine's stub nodes. */
import { storeUrl } from '@weft/engine/store';
import { asTenant } from '@weft/db';
import { openEngine, type Engine, type RunView, type Worker } from '@weft/engine';
import { defineNode, specRegistry, table, type GraphDocument, type NodeSpec } from '@weft/engine/graph';
import { stubExecutors, stubSpecs, STUBS_MODULE } from '@weft/engine/testing';
import { join } from 'node:path';
import { z } from 'zod';
import { runs } from '../../../api/runs.ts';
import { createCallerFactory } from '../../../api/trpc.ts';
import { openRooms } from '../../../sync/rooms.ts';
import { openTestApp, WORKSPACE, type TestApp, type TestPerson } from '../../../testing/testContext.ts';
import { insertDocument } from '../../documents/create.ts';
import { openRunFeed } from '../feed.ts';

/** Reads a file, as ingest nodes do. Tests only ask whether it may. */
const reader = defineNode({
  type: 'stub.reader',
  version: 1,
  title: { en: 'Reader', zh: '读取' },
  description: { en: 'for tests', zh: '测试用' },
  stage: 'ingest',
  inputs: {},
  outputs: { rows: { type: table({ n: 'int' }) } },
  params: z.object({ path: z.string().meta({ format: 'path' }) }),
  shape: 'task',
  purity: 'pure',
});
const specs = specRegistry([...stubSpecs.list(), reader as NodeSpec]);

const factory = createCallerFactory(runs);

export interface RunsApp {
  readonly app: TestApp;
  readonly engine: Engine;
  readonly editor: TestPerson;
  worker(): Promise<Worker>;
  /** A document of the studio with this content. */
  document(content: GraphDocument, workspaceId?: string): Promise<string>;
  as(person: TestPerson): Promise<ReturnType<typeof factory>>;
  /** Follows the run until it is over. */
  finished(runId: string): Promise<RunView>;
  close(): Promise<void>;
}

export async function openRunsApp(): Promise<RunsApp> {
  const app = await openTestApp({
    specs,
    parts: async ({ database: { pool, url }, folder }) => ({
      engine: await openEngine({
        url,
        pool,
        workspaceId: WORKSPACE,
        storeUrl: storeUrl(join(folder, 'store')),
        specs,
        executors: stubExecutors,
        specsModule: STUBS_MODULE,
        executorsModule: STUBS_MODULE,
      }),
      rooms: await openRooms({ pool, url, specs }),
      feed: await openRunFeed({ pool, url }),
    }),
  });
  const { engine, rooms, feed, pool } = app.deps;
  const editor = await app.person('editor');
  const workers: Worker[] = [];
  return {
    app,
    engine,
    editor,
    async worker() {
      const worker = await engine.work({ name: 'test', slots: 2 });
      workers.push(worker);
      return worker;
    },
    async document(document, workspaceId = WORKSPACE) {
      const tenant: Parameters<typeof insertDocument>[0]['tenant'] = async (work) =>
        await asTenant(pool, workspaceId, work);
      const { documentId } = await insertDocument(
        { rooms, tenant },
        { workspaceId, author: { kind: 'person', id: editor.userId }, document, origin: null },
      );
      return documentId;
    },
    as: async (person) => factory(await app.call(person)),
    async finished(runId) {
      for await (const event of engine.watch(runId)) if (event.type === 'run:finished') break;
      return (await engine.view(runId))!;
    },
    async close() {
      await Promise.all(workers.map(async (worker) => await worker.stop({ graceMs: 1000 })));
      await feed.close();
      await rooms.close();
      await engine.close();
      await app.close();
    },
  };
}
