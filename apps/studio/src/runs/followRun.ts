import { refusalOf } from '../api/client.ts';
import { retryLater } from './retryLater.ts';
import { isOver } from '@weft/engine/observe';
import type { RunSource } from './source.ts';
import type { RunsStore } from './store.ts';
import type { WireEvent } from './wire.ts';

/** Events of one frame come together; a hidden tab, where frames stop, still hears them. */
const FRAME_MS = 33;
/** Why a step waits for a slot is not an event. While one does, it is asked for this often. */
const REASONS_MS = 4000;

/**
 * Keeps the store's run the run `runId`, as it is on the server, until stopped:
 *
 *   picture ─▶ events from the first one ─▶ … ─▶ the run is over ─▶ last picture
 *       ▲            │ cut off: the link resumes
 *       ╰─ refused ──╯ try again, later and later
 *
 * `again()` takes up a run that was over and was retried.
 */
export function followRun(
  source: RunSource,
  store: RunsStore,
  runId: string,
): { again: () => void; stop: () => void } {
  const wait = retryLater();
  let stopped = false;
  let unsubscribe = () => {};
  let buffer: WireEvent[] = [];
  let frame: ReturnType<typeof setTimeout> | null = null;
  let reasons: ReturnType<typeof setInterval> | null = null;

  function flush() {
    if (frame !== null) clearTimeout(frame);
    frame = null;
    if (buffer.length === 0) return;
    const events = buffer;
    buffer = [];
    store.events(runId, events);
  }

  function hear(event: WireEvent) {
    buffer.push(event);
    frame ??= setTimeout(flush, FRAME_MS);
  }

  async function look(): Promise<boolean> {
    try {
      const detail = await source.get(runId);
      if (stopped) return false;
      flush();
      store.picture(detail);
      return true;
    } catch (error) {
      if (stopped) return false;
      if (refusalOf(error)?.code === 'not_found') {
        store.link({ kind: 'refused', error });
        return false;
      }
      interrupted();
      wait.again(() => void begin());
      return false;
    }
  }

  function interrupted() {
    const { link } = store.getState();
    if (link.kind !== 'interrupted') store.link({ kind: 'interrupted', since: Date.now() });
  }

  async function begin() {
    if (!(await look())) return;
    const { run } = store.getState();
    unsubscribe();
    unsubscribe = source.events({
      runId,
      after: run?.seq ?? 0,
      onData: hear,
      onLink(up) {
        if (stopped) return;
        if (up) wait.reset();
        if (up) store.link({ kind: 'live' });
        else if (store.getState().link.kind === 'live') interrupted();
      },
      onEnd(error) {
        if (stopped) return;
        flush();
        unsubscribe();
        if (error === null) void complete();
        else {
          interrupted();
          wait.again(() => void begin());
        }
      },
    });
  }

  /** Keys of steps and their last figures are in the picture only. */
  async function complete() {
    if (!(await look())) return;
    const { run } = store.getState();
    if (run !== null && isOver(run.status)) store.link({ kind: 'complete' });
    else wait.again(() => void begin());
  }

  function askReasons() {
    const { run, link } = store.getState();
    if (run?.runId !== runId || link.kind !== 'live' || run.status !== 'running') return;
    const waits = [...run.steps.values()].some(
      ({ phase }) => phase === 'ready' || phase === 'retrying' || phase === 'sharded',
    );
    if (waits) void look();
  }

  store.link({ kind: 'connecting' });
  void begin();
  reasons = setInterval(askReasons, REASONS_MS);

  return {
    again() {
      if (!stopped && store.getState().link.kind === 'complete') void begin();
    },
    stop() {
      stopped = true;
      if (frame !== null) clearTimeout(frame);
      if (reasons !== null) clearInterval(reasons);
      wait.stop();
      unsubscribe();
    },
  };
}
