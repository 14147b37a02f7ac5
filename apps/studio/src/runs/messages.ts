import { defineMessages } from '../i18n/index.ts';

export const messages = defineMessages(
  'runs',
  {
    changes: 'What changed',
    param: 'Param',
    input: 'Input',
    outsideFiles: 'Files',
    codeVersion: 'Code version',
    seed: 'Seed',
    nodeType: 'Node type',
    unset: 'not set',
    before: 'Before',
    after: 'After',
    what: 'What',
  },
  {
    changes: '变更内容',
    param: '参数',
    input: '输入',
    outsideFiles: '文件',
    codeVersion: '代码版本',
    seed: '随机种子',
    nodeType: '节点类型',
    unset: '未设置',
    before: '之前',
    after: '之后',
    what: '项目',
  },
);
