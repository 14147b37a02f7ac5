import type { Text } from '@weft/engine/graph';
import { hasOutputs, waitingText, type RunState, type RunStep } from '@weft/engine/observe';

/**
 * Why a step does not run now; null when it runs or is over. A waiting step always says why. What the server said is
 * more exact (free slots, workers), so it comes first where it still holds.
 */
export function whyWaits(run: RunState, step: RunStep): Text | null {
  switch (step.phase) {
    case null:
      return null;
    case 'pending': {
      const nodes = step.parents.filter((id) => !hasOutputs(run.steps.get(id)?.status ?? 'succeeded'));
      return waitingText(nodes.length === 0 ? { because: 'lookup' } : { because: 'upstream', nodes });
    }
    case 'asking':
      return waitingText({ because: 'question' });
    case 'paused':
      return waitingText({ because: 'saved' });
    case 'ready':
    case 'sharded':
    case 'retrying':
      return run.status === 'paused' ? waitingText({ because: 'run-paused' }) : (step.told ?? soon(step));
  }
}

/** What events alone tell, until the server has said more. */
function soon({ phase, shards, error }: RunStep): Text {
  if (phase === 'sharded')
    return {
      en: `its rows are being handled in ${shards} shards`,
      zh: `其数据行正分为 ${shards} 片处理`,
    };
  if (phase === 'retrying' && error !== null)
    return { en: `tries again shortly, after: ${error.message}`, zh: `即将重试，上次失败：${error.message}` };
  return waitingText({ because: 'soon' });
}
