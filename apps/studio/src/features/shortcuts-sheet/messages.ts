import { defineMessages } from '../../i18n/index.ts';

export const messages = defineMessages(
  'shortcuts-sheet',
  {
    title: 'Keyboard shortcuts',
    text: 'What the keys do here. Plain keys work outside of text fields.',
    'group-run': 'Run',
    'group-edit': 'Edit',
    'group-view': 'View',
    'group-document': 'Document',
    'group-go': 'Go to',
    'group-person': 'You',
    back: 'One step back: close, deselect, leave',
    next: 'To the next control',
  },
  {
    title: '键盘快捷键',
    text: '此处各按键的作用。单键在文本框之外有效。',
    'group-run': '运行',
    'group-edit': '编辑',
    'group-view': '视图',
    'group-document': '文档',
    'group-go': '前往',
    'group-person': '个人',
    back: '后退一步：关闭、取消选择、离开',
    next: '到下一个控件',
  },
);
