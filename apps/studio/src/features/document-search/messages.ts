import { defineMessages } from '../../i18n/index.ts';

export const messages = defineMessages(
  'document-search',
  {
    title: 'Search in this document',
    placeholder: 'Titles, params, code, notes',
    'in-title': 'title',
    'in-type': 'type',
    'in-note': 'note',
    none: 'Nothing in this document holds “{{query}}”.',
    hint: 'Type to search. Enter goes to the next, Escape closes.',
    count_one: '{{count}} place',
    count_other: '{{count}} places',
    close: 'Close',
  },
  {
    title: '在本文档中搜索',
    placeholder: '标题、参数、代码、备注',
    'in-title': '标题',
    'in-type': '类型',
    'in-note': '备注',
    none: '本文档中没有“{{query}}”。',
    hint: '输入以搜索，回车跳到下一处，Esc 关闭。',
    count_one: '{{count}} 处',
    count_other: '{{count}} 处',
    close: '关闭',
  },
);
