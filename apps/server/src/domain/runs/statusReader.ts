import type { Tx } from '@weft/db';
import { topicKey, type DocumentTopic } from './documentTopic.ts';
import { readItems, toItem } from './items.ts';

/** A run that has news all the time is read this often for its status. */
const STATUS_MS = 200;
const KNOWN_RUNS = 10_000;

/**
 * Reads how runs stand, for the documents that somebody watches. Told of every event of every run, it must do nothing for most:
 * a run is looked up once to learn its document, and a busy one is read at most every `STATUS_MS`, never missing the last news.
 */
export class StatusReader {
  readonly #db: Pick<Tx, 'query'>;
  /** Watched documents, by `topicKey`. */
  readonly #topics: ReadonlyMap<string, DocumentTopic>;
  readonly #failed: (error: unknown) => void;
  /** Run → key of its document, for as many runs as had news last. */
  readonly #documents = new Map<string, string>();
  /** Runs read a moment ago: whether there was news since. */
  readonly #resting = new Map<string, { again: boolean; timer: NodeJS.Timeout }>();

  constructor(
    db: Pick<Tx, 'query'>,
    topics: ReadonlyMap<string, DocumentTopic>,
    failed: (error: unknown) => void,
  ) {
    this.#db = db;
    this.#topics = topics;
    this.#failed = failed;
  }

  /** The run has news. */
  look(runId: string): void {
    if (this.#topics.size === 0) return;
    const key = this.#documents.get(runId);
    if (key !== undefined && !this.#topics.has(key)) return;
    const resting = this.#resting.get(runId);
    if (resting !== undefined) resting.again = true;
    else this.#read(runId);
  }

  /** The newest run of the document, and whatever may have changed unheard. */
  lookAt({ workspaceId, documentId, newest, open }: DocumentTopic): void {
    this.#offer(
      `r.workspace_id = $1 and r.document_id = $2 and (r.number > $3::int or r.id = any($4::uuid[])
         or r.number = (select max(number) from runs where document_id = $2))
       and ($3::int > 0 or r.number = (select max(number) from runs where document_id = $2))
       order by r.number limit 100`,
      [workspaceId, documentId, newest, open],
    );
  }

  lookEverywhere(): void {
    for (const topic of this.#topics.values()) this.lookAt(topic);
  }

  close(): void {
    for (const { timer } of this.#resting.values()) clearTimeout(timer);
    this.#resting.clear();
  }

  #read(runId: string): void {
    const timer = setTimeout(() => {
      const { again } = this.#resting.get(runId)!;
      this.#resting.delete(runId);
      if (again) this.look(runId);
    }, STATUS_MS);
    timer.unref();
    this.#resting.set(runId, { again: false, timer });
    this.#offer('r.id = $1', [runId]);
  }

  #offer(where: string, values: readonly unknown[]): void {
    readItems(this.#db, where, values).then(
      (rows) => {
        for (const row of rows) {
          const key = topicKey({ workspaceId: row.workspace_id, documentId: row.document_id });
          this.#remember(row.id, key);
          this.#topics.get(key)?.offer(toItem(row));
        }
      },
      (error: unknown) => this.#failed(error),
    );
  }

  #remember(runId: string, key: string): void {
    this.#documents.delete(runId);
    this.#documents.set(runId, key);
    if (this.#documents.size > KNOWN_RUNS) this.#documents.delete(this.#documents.keys().next().value!);
  }
}
