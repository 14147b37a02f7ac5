import { defineMessages } from '../../i18n/index.ts';

export const messages = defineMessages(
  'command-palette',
  {
    title: 'Find anything',
    placeholder: 'An action, a document, a node, a person…',
    nothing: 'Nothing is called “{{query}}”.',
    searching: 'Searching…',
    failed: 'This could not be searched.',
    'group-run': 'Run',
    'group-edit': 'Edit',
    'group-view': 'View',
    'group-document': 'Document',
    'group-go': 'Go to',
    'group-person': 'You',
    commands: 'Actions',
  },
  {
    title: '查找任何内容',
    placeholder: '操作、文档、节点、成员…',
    nothing: '没有名为“{{query}}”的内容。',
    searching: '正在查找…',
    failed: '此处无法查找。',
    'group-run': '运行',
    'group-edit': '编辑',
    'group-view': '视图',
    'group-document': '文档',
    'group-go': '前往',
    'group-person': '个人',
    commands: '操作',
  },
);
