import { defineMessages } from '../i18n/index.ts';

export const messages = defineMessages(
  'run-table',
  {
    status: 'Status',
    document: 'Document',
    steps: 'Steps',
    duration: 'Took',
    startedBy: 'Started by',
    when: 'Started',
    run: 'Run {{number}}',
    stepsText: '{{executed}} run · {{cached}} cached',
    ofSteps: 'of {{count}}',
    runs: 'Runs',
  },
  {
    status: '状态',
    document: '文档',
    steps: '步骤',
    duration: '用时',
    startedBy: '启动者',
    when: '开始时间',
    run: '运行 {{number}}',
    stepsText: '执行 {{executed}} · 缓存 {{cached}}',
    ofSteps: '共 {{count}}',
    runs: '运行',
  },
);
