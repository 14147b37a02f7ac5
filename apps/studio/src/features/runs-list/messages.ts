import { defineMessages } from '../../i18n/index.ts';

export const messages = defineMessages(
  'runs-list',
  {
    title: 'Runs',
    text: 'Every run of every document in this workspace, from the studio and from the command line.',
    status: 'Status',
    any: 'Any status',
    none: 'Nothing has been run yet',
    noneText: 'Open a document and press Run, or run one from a terminal: weft run document.json',
    noMatch: 'No run is in this state',
    noMatchText: 'Others may be: look at all of them.',
    showAll: 'Show all runs',
    home: 'Open a document',
  },
  {
    title: '运行',
    text: '此工作区所有文档的全部运行，包括从工作台和命令行启动的。',
    status: '状态',
    any: '全部状态',
    none: '还没有运行',
    noneText: '打开文档并点击“运行”，或在终端执行：weft run document.json',
    noMatch: '没有处于此状态的运行',
    noMatchText: '可查看全部运行。',
    showAll: '查看全部运行',
    home: '打开文档',
  },
);
