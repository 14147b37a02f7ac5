import { useEffect, useState } from 'react';
import { refusalOf } from '../../api/client.ts';
import { useRun, useRunActions, type ControlVerb, type RunSelection } from '../../runs/index.ts';
import { openDrawer } from '../../runs/index.ts';
import { toast, useSentence } from '../../ui/index.ts';

export interface Doing {
  /** The verb the server was asked for, until the run tells that it has happened. */
  readonly pending: ControlVerb | null;
  /** Ids of runs that were started from this page; only of these a toast tells the end. */
  readonly started: ReadonlySet<string>;
  readonly start: (selection: RunSelection) => Promise<void>;
  readonly control: (verb: ControlVerb) => Promise<void>;
}

/**
 * What a person does to runs, honestly: a button shows that something was asked for, and the state of the run changes
 * when the server says it has. A refusal is told, and what is shown stays what is true.
 */
export function useDoing(): Doing {
  const run = useRun();
  const { startRun, controlRun } = useRunActions();
  const [pending, setPending] = useState<ControlVerb | null>(null);
  const [started, setStarted] = useState<ReadonlySet<string>>(new Set());
  const status = run?.status;
  // Whatever the run has become, the question is answered.
  useEffect(() => setPending(null), [status, run?.runId]);

  const sentence = useSentence();
  const tell = (error: unknown) => toast(sentence(error), { tone: 'danger' });

  const start = async (selection: RunSelection) => {
    try {
      const { runId } = await startRun(selection);
      setStarted((before) => new Set(before).add(runId));
    } catch (error) {
      tell(error);
      if (refusalOf(error)?.code === 'invalid_document') openDrawer('problems');
    }
  };
  const control = async (verb: ControlVerb) => {
    setPending(verb);
    try {
      await controlRun(verb);
    } catch (error) {
      setPending(null);
      tell(error);
    }
  };
  return { pending, started, start, control };
}
