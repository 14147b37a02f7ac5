import { defineMessages } from '../../i18n/index.ts';

export const messages = defineMessages(
  'run-drawer',
  {
    drawer: 'About runs',
    timeline: 'Timeline',
    log: 'Log',
    problems: 'Problems',
    history: 'History',
    resize: 'Height of the drawer',
    close: 'Close',
    noRun: 'This document has not run yet',
    noRunText: 'Run it, here or from the command line, and this fills by itself.',
  },
  {
    drawer: '运行信息',
    timeline: '时间线',
    log: '日志',
    problems: '问题',
    history: '历史',
    resize: '面板高度',
    close: '关闭',
    noRun: '此文档尚未运行',
    noRunText: '在这里或命令行中运行后，内容会自动显示。',
  },
);
