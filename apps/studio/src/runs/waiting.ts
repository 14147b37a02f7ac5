import type { Text } from '@weft/engine/graph';
import { hasOutputs, type RunState, type RunStep } from './runState.ts';

/**
 * Why a step does not run now; null when it runs or is over. A waiting step always says why. What the server said is
 * more exact (free slots, workers), so it comes first where it still holds.
 */
export function whyWaits(run: RunState, step: RunStep): Text | null {
  switch (step.phase) {
    case null:
      return null;
    case 'pending': {
      const missing = step.parents.filter((id) => !hasOutputs(run.steps.get(id)?.status ?? 'succeeded'));
      return missing.length === 0
        ? { en: 'its inputs are being looked up', zh: '正在查找其输入' }
        : { en: `waits for ${list(missing, 'en')}`, zh: `等待 ${list(missing, 'zh')}` };
    }
    case 'asking':
      return { en: 'waits for an answer', zh: '等待答复' };
    case 'paused':
      return { en: 'the run is paused; its progress is saved', zh: '运行已暂停，进度已保存' };
    case 'ready':
    case 'sharded':
    case 'retrying':
      return run.status === 'paused'
        ? { en: 'the run is paused', zh: '运行已暂停' }
        : (step.told ?? soon(step));
  }
}

function soon(step: RunStep): Text {
  if (step.phase === 'sharded')
    return {
      en: `its rows are being handled in ${step.shards} shards`,
      zh: `其数据行正分为 ${step.shards} 片处理`,
    };
  if (step.phase === 'retrying' && step.error !== null)
    return {
      en: `tries again shortly, after: ${step.error.message}`,
      zh: `即将重试，上次失败：${step.error.message}`,
    };
  return { en: 'is about to be taken by a worker', zh: '即将由工作进程领取' };
}

function list(ids: readonly string[], language: 'en' | 'zh'): string {
  const shown = ids.slice(0, 3).join(language === 'en' ? ', ' : '、');
  if (ids.length <= 3) return shown;
  return language === 'en' ? `${shown} and ${ids.length - 3} more` : `${shown} 等 ${ids.length} 个节点`;
}
