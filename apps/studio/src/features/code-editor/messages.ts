import { defineMessages } from '../../i18n/index.ts';

export const messages = defineMessages(
  'code-editor',
  {
    loading: 'The editor is loading…',
    failed: 'The editor could not be loaded.',
    editor: 'Code of {{name}}. Press Control+M to let Tab leave the editor, Escape to close it.',
    column: 'column of the input: {{type}}',
    edit: 'Edit the code',
    enlarge: 'Enlarge the editor',
    title: 'Code',
    'more-lines_one': '{{count}} more line',
    'more-lines_other': '{{count}} more lines',
    'more-rows_one': '{{reason}} (and {{count}} more row)',
    'more-rows_other': '{{reason}} (and {{count}} more rows)',
    empty: 'No code yet.',
  },
  {
    loading: '正在加载编辑器……',
    failed: '无法加载编辑器。',
    editor: '{{name}} 的代码。按 Control+M 可用 Tab 离开编辑器，按 Escape 关闭。',
    column: '输入的列：{{type}}',
    edit: '编辑代码',
    enlarge: '放大编辑器',
    title: '代码',
    'more-lines_one': '还有 {{count}} 行',
    'more-lines_other': '还有 {{count}} 行',
    'more-rows_one': '{{reason}}（另有 {{count}} 行数据）',
    'more-rows_other': '{{reason}}（另有 {{count}} 行数据）',
    empty: '还没有代码。',
  },
);
