import type { Opened } from '../open.ts';
import { CommandError, usageError } from '../errors.ts';
import { shortId } from '../view/format.ts';

/** What following a run needs to know about it. */
export interface FoundRun {
  readonly runId: string;
  readonly status: string;
  /** Number of the last event so far. */
  readonly eventSeq: bigint;
  readonly label: string | undefined;
  readonly steps: readonly { readonly nodeId: string; readonly title: string }[];
}

/** The run that an argument names: a whole id, the beginning of one, or `last`. */
export async function findRun({ engine, pool }: Opened, argument: string): Promise<FoundRun> {
  const text = argument.trim().toLowerCase();
  if (text !== 'last' && !/^[0-9a-f-]{1,36}$/.test(text))
    throw usageError(
      `"${argument}" is not the id of a run.`,
      'Give an id, the beginning of one, or "last"; `weft runs` lists them.',
    );
  const { rows } = await pool.query<{
    id: string;
    status: string;
    event_seq: bigint;
    label: string | null;
    steps: { nodeId: string; title: string }[];
  }>(
    `select id, status, event_seq, plan->'options'->>'label' as label, plan->'plan'->'steps' as steps from runs
     where workspace_id = $1 and ($2 = 'last' or id::text like $2 || '%') order by created_at desc, id desc limit 2`,
    [engine.workspaceId, text],
  );
  const [run, second] = rows;
  if (run === undefined)
    throw new CommandError(text === 'last' ? 'There is no run yet.' : `There is no run ${argument}.`, {
      help: text === 'last' ? '`weft run <template>` starts one.' : '`weft runs` lists them.',
    });
  if (second !== undefined && text !== 'last')
    throw usageError(
      `More than one run begins with "${argument}": ${shortId(run.id)}…, ${shortId(second.id)}….`,
      'Give more of the id.',
    );
  return {
    runId: run.id,
    status: run.status,
    eventSeq: run.event_seq,
    label: run.label ?? undefined,
    steps: run.steps,
  };
}
