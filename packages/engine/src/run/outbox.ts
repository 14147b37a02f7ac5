import type { NewEvent } from '../observe/events.ts';
import type { LockedRun } from './lockedRun.ts';

/**
 * What a workspace's log tells: starts, moves, questions and ends of runs, and publications. A handful per run and none
 * per step, because all of a workspace's transactions take their numbers from one row.
 */
export type WorkspaceFact =
  | {
      readonly type: 'run:started' | 'run:paused' | 'run:resumed' | 'run:cancelled' | 'run:retried';
      readonly data: RunData;
    }
  | { readonly type: 'run:finished'; readonly data: RunData & { readonly status: string } }
  | { readonly type: 'step:asking' | 'step:answered'; readonly data: RunData & { readonly nodeId: string } }
  | {
      readonly type: 'artifact:published';
      readonly data: RunData & { readonly nodeId: string; readonly name: string };
    };

interface RunData {
  readonly runId: string;
  readonly documentId: string;
  /** Number of the run among those of its document. */
  readonly number: number;
}

export interface Subject {
  readonly kind: 'run' | 'artifact';
  readonly id: string;
}

export type NewWorkspaceEvent = WorkspaceFact & { readonly subject: Subject };

/** What a transaction has to say in the workspace's log: part of the run's events, and its publications. */
export function workspaceEventsOf(
  run: Pick<LockedRun, 'id' | 'documentId' | 'number' | 'events' | 'publications'>,
): NewWorkspaceEvent[] {
  const about = { runId: run.id, documentId: run.documentId, number: run.number };
  const subject = { kind: 'run', id: run.id } as const;
  return [
    ...run.publications.map(({ nodeId, publication }): NewWorkspaceEvent => ({
      type: 'artifact:published',
      subject: { kind: 'artifact', id: publication.artifact.hash },
      data: { ...about, nodeId, name: publication.name },
    })),
    ...run.events.flatMap((event) => {
      const fact = factOf(event, about);
      return fact === null ? [] : [{ ...fact, subject }];
    }),
  ];
}

function factOf(event: NewEvent, about: RunData): WorkspaceFact | null {
  switch (event.type) {
    case 'run:started':
    case 'run:paused':
    case 'run:resumed':
    case 'run:cancelled':
    case 'run:retried':
      return { type: event.type, data: about };
    case 'run:finished':
      return { type: event.type, data: { ...about, status: event.data.status } };
    case 'step:asking':
    case 'step:answered':
      return { type: event.type, data: { ...about, nodeId: event.nodeId! } };
    default:
      return null;
  }
}
