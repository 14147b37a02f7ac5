import type { Change } from './whyRun.ts';
import type { Text } from '../graph/index.ts';
import type { StepReason } from './reasons.ts';

/** Half a sentence for each reason, to stand after the name of the step. The only place that words them. */
export function reasonText(reason: StepReason): Text {
  switch (reason.because) {
    case 'result':
      return { en: 'its result exists', zh: '结果已存在' };
    case 'follows': {
      const [en, zh] = [reason.upstream.join(', '), reason.upstream.join('、')];
      return {
        en: `runs after ${en}, unless that yields the same bytes as before`,
        zh: `在 ${zh} 之后运行；若其输出与之前完全相同，则无需运行`,
      };
    }
    case 'forced':
      return {
        en: 'it was asked for, although its result exists',
        zh: '结果已存在，但已要求重新执行',
      };
    case 'effect':
      return { en: 'it has an effect outside Weft', zh: '它会影响 Weft 之外的系统，因此每次都执行' };
    case 'first':
      return { en: 'it has never run in this document', zh: '在此文档中从未运行过' };
    case 'changed': {
      const texts = reason.changes.map(changeText);
      return { en: texts.map(({ en }) => en).join('; '), zh: texts.map(({ zh }) => zh).join('；') };
    }
    case 'gone':
      return { en: 'its result is gone, or it never finished', zh: '结果已不存在，或从未运行完成' };
    case 'skipped':
      return { en: `skipped, because ${reason.of} did not succeed`, zh: `已跳过，因为 ${reason.of} 未成功` };
  }
}

/** What was, and what is. */
export function changeText(change: Change): Text {
  switch (change.what) {
    case 'param': {
      const values = `${show(change.before, 'en')} → ${show(change.after, 'en')}`;
      return {
        en: `param ${change.name}: ${values}`,
        zh: `参数 ${change.name}：${show(change.before, 'zh')} → ${show(change.after, 'zh')}`,
      };
    }
    case 'input':
      return {
        en: `input ${change.name}: ${hashes(change.before, 'en')} → ${hashes(change.after, 'en')}`,
        zh: `输入 ${change.name}：${hashes(change.before, 'zh')} → ${hashes(change.after, 'zh')}`,
      };
    case 'outside files':
      return {
        en: `files: ${short(change.before ?? 'none')} → ${short(change.after ?? 'none')}`,
        zh: `文件：${short(change.before ?? '无')} → ${short(change.after ?? '无')}`,
      };
    case 'code version':
    case 'seed':
    case 'node type': {
      const values = `${change.before} → ${change.after}`;
      return { en: `${change.what}: ${values}`, zh: `${WHAT_ZH[change.what]}：${values}` };
    }
  }
}

const WHAT_ZH = { 'code version': '代码版本', seed: '随机种子', 'node type': '节点类型' } as const;

type Language = keyof Text;

const hashes = (all: readonly string[], language: Language): string =>
  all.map(short).join(' ') || (language === 'en' ? 'nothing' : '无');

const short = (hash: string): string => hash.slice(0, 8);

const show = (value: unknown, language: Language): string => {
  const unset = language === 'en' ? 'unset' : '未设置';
  const text = value === undefined ? unset : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};
