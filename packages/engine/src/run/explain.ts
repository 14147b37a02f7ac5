import { changes, type Change } from '../compile/whyRun.ts';
import type { Forecast } from '../compile/predict.ts';
import type { KeyParts } from '../compile/keyParts.ts';
import type { Plan } from '../compile/plan.ts';
import type { ResultRecord } from '../store/results.ts';
import type { Tx } from '../store/tx.ts';

export interface StepExplanation {
  readonly nodeId: string;
  readonly type: string;
  readonly will: 'cached' | 'run' | 'follows';
  /** One sentence. */
  readonly why: string;
  /** What differs from the last run of this document that had the node. */
  readonly changes: readonly Change[];
  readonly key: string | null;
}

/** The last key parts of each node of the document, from any of its runs. */
export async function lastParts(
  db: Tx,
  { workspaceId, ref }: { workspaceId: string; ref: string },
): Promise<Map<string, KeyParts>> {
  const { rows } = await db.query<{ node_id: string; key_parts: KeyParts }>(
    `select distinct on (s.node_id) s.node_id, s.key_parts
     from steps s join runs r on r.id = s.run_id join documents d on d.id = r.document_id
     where d.workspace_id = $1 and d.ref = $2 and s.shard = -1 and s.key_parts is not null
     order by s.node_id, r.number desc`,
    [workspaceId, ref],
  );
  return new Map(rows.map((row) => [row.node_id, row.key_parts]));
}

/** Forecast + history → what will happen to each step and why. Pure. */
export function explain(
  plan: Plan,
  forecast: Forecast<ResultRecord>,
  history: ReadonlyMap<string, KeyParts>,
): StepExplanation[] {
  return forecast.map((step, i): StepExplanation => {
    const { nodeId, type, purity } = plan.steps[i]!;
    const before = history.get(nodeId);
    const base = { nodeId, type, changes: [] as Change[] };
    switch (step.will) {
      case 'cached':
        return { ...base, will: 'cached', key: step.key, why: 'its result exists' };
      case 'follows':
        return {
          ...base,
          will: 'follows',
          key: null,
          why: `runs after ${step.upstream.map((p) => plan.steps[p]!.nodeId).join(', ')}, unless that yields the same bytes as before`,
        };
      case 'run': {
        if (step.forced)
          return { ...base, will: 'run', key: step.key, why: 'it was asked for, although its result exists' };
        if (purity === 'effect')
          return { ...base, will: 'run', key: step.key, why: 'it has an effect outside Weft' };
        if (before === undefined)
          return { ...base, will: 'run', key: step.key, why: 'it has never run in this document' };
        const found = changes(before, step.parts);
        return {
          ...base,
          will: 'run',
          key: step.key,
          changes: found,
          why:
            found.length === 0 ? 'its result is gone, or it never finished' : found.map(sentence).join('; '),
        };
      }
    }
  });
}

export function sentence(change: Change): string {
  switch (change.what) {
    case 'param':
      return `param ${change.name}: ${show(change.before)} → ${show(change.after)}`;
    case 'input':
      return `input ${change.name}: ${change.before.map(short).join(' ') || 'nothing'} → ${change.after.map(short).join(' ') || 'nothing'}`;
    case 'outside files':
      return `files: ${short(change.before ?? 'none')} → ${short(change.after ?? 'none')}`;
    case 'code version':
    case 'seed':
    case 'node type':
      return `${change.what}: ${change.before} → ${change.after}`;
  }
}

const short = (hash: string) => hash.slice(0, 8);
const show = (value: unknown) => {
  const text = value === undefined ? 'unset' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};
