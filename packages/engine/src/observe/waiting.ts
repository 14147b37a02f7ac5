import type { Text } from '../graph/index.ts';

/** Why a step does not run now. */
export type WaitingReason =
  | { readonly because: 'upstream'; readonly nodes: readonly string[] }
  | { readonly because: 'lookup' }
  | { readonly because: 'shards'; readonly done: number; readonly total: number }
  | { readonly because: 'saved' }
  | { readonly because: 'question' }
  | { readonly because: 'run-paused' }
  | { readonly because: 'retry'; readonly seconds: number; readonly after: string | null }
  | { readonly because: 'no-worker'; readonly queue: string }
  | { readonly because: 'no-slot'; readonly busy: number; readonly slots: number }
  | { readonly because: 'soon' };

/** Half a sentence, to stand after the name of the step. */
export function waitingText(reason: WaitingReason): Text {
  switch (reason.because) {
    case 'upstream':
      return { en: `waits for ${few(reason.nodes, 'en')}`, zh: `等待 ${few(reason.nodes, 'zh')}` };
    case 'lookup':
      return { en: 'its inputs are being looked up', zh: '正在查找输入' };
    case 'shards':
      return {
        en: `its rows are being handled in shards, ${reason.done} of ${reason.total} done`,
        zh: `正在分片处理各行，已完成 ${reason.done}/${reason.total}`,
      };
    case 'saved':
      return { en: 'the run is paused; its progress is saved', zh: '运行已暂停，进度已保存' };
    case 'question':
      return { en: 'waits for an answer', zh: '等待回答' };
    case 'run-paused':
      return { en: 'the run is paused', zh: '运行已暂停' };
    case 'retry': {
      const { seconds, after } = reason;
      return {
        en: `tries again in ${seconds} s${after === null ? '' : `, after: ${after}`}`,
        zh: `${seconds} 秒后重试${after === null ? '' : `，原因：${after}`}`,
      };
    }
    case 'no-worker':
      return {
        en: `no worker serves ${reason.queue}; start one with \`weft worker\``,
        zh: `没有工作进程处理 ${reason.queue}；可用 \`weft worker\` 启动一个`,
      };
    case 'no-slot':
      return {
        en: `no free slot: ${reason.busy} of ${reason.slots} are busy`,
        zh: `没有空闲槽位：${reason.slots} 个中有 ${reason.busy} 个在用`,
      };
    case 'soon':
      return { en: 'is about to be taken by a worker', zh: '即将由工作进程接手' };
  }
}

type Language = keyof Text;

const few = (ids: readonly string[], language: Language): string => {
  const comma = language === 'en' ? ', ' : '、';
  if (ids.length <= 3) return ids.join(comma);
  const more = ids.length - 3;
  const shown = ids.slice(0, 3).join(comma);
  return language === 'en' ? `${shown} and ${more} more` : `${shown} 等 ${ids.length} 个步骤`;
};
