import { defineMessages } from '../i18n/index.ts';

/** How ports and wires are spoken of, wherever they are shown. */
export const messages = defineMessages(
  'document',
  {
    'kind-table': 'table',
    'kind-index': 'index',
    'kind-model': 'model',
    'kind-report': 'report',
    'kind-blob': 'file',
    'table-with': 'table with {{columns}}',
    'model-for': 'model for {{task}}',
    'report-about': 'report about {{about}}',
    'why-same-node': 'A node cannot feed itself',
    'why-same-side': 'Wires go from an output to an input',
    'why-cycle': 'That would be a circle: this node is already upstream',
    'why-wired': 'These two are wired already',
    'why-unknown': 'This port is not known to the node’s type',
  },
  {
    'kind-table': '表格',
    'kind-index': '索引',
    'kind-model': '模型',
    'kind-report': '报告',
    'kind-blob': '文件',
    'table-with': '含 {{columns}} 列的表格',
    'model-for': '{{task}} 模型',
    'report-about': '关于 {{about}} 的报告',
    'why-same-node': '节点不能连接自己',
    'why-same-side': '连线只能从输出到输入',
    'why-cycle': '这样会形成环：该节点已在上游',
    'why-wired': '两者已经相连',
    'why-unknown': '该节点类型没有这个端口',
  },
);
