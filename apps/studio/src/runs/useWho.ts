import { defineMessages, useMessages } from '../i18n/index.ts';
import type { Who } from './wire.ts';

const messages = defineMessages(
  'who',
  {
    unknown: 'unknown',
    person: 'a former member',
    key: 'a deleted key',
    schedule: 'a schedule',
    commandLine: 'command line',
    commandLineUser: '{{name}} (command line)',
    worker: 'a worker',
  },
  {
    unknown: '未知',
    person: '已离开的成员',
    key: '已删除的密钥',
    schedule: '定时任务',
    commandLine: '命令行',
    commandLineUser: '{{name}}（命令行）',
    worker: '工作进程',
  },
);

/** How people are told who acted. */
export function useWho(): (who: Who | null) => string {
  const t = useMessages(messages);
  return (who) => {
    if (who === null) return t('unknown');
    if (who.kind !== 'commandLine') return who.name ?? t(who.kind);
    return who.id === 'unknown' ? t('commandLine') : t('commandLineUser', { name: who.id });
  };
}
