import type { z } from 'zod';
import {
  diagnostic,
  formatEnd,
  issueText,
  KIND_TEXT,
  suggestion,
  type ArtifactKind,
  type Diagnostic,
  type DocumentEdge,
  type Text,
} from '../graph/index.ts';

/** What can be wrong with the nodes and wires of a document, in words. Which of it is true is for others to find out. */
export const nodeTroubles = {
  none(): Diagnostic {
    return diagnostic('document.empty', {
      message: { en: 'The document has no nodes.', zh: '文档中没有节点。' },
      help: {
        en: 'Add a node, or start from a template: `weft templates`.',
        zh: '请添加节点，或从模板开始：`weft templates`。',
      },
    });
  },

  unknownType({ node, type, known }: { node: string; type: string; known: readonly string[] }): Diagnostic {
    return diagnostic('node.unknown_type', {
      message: {
        en: `Node "${node}" has the unknown type "${type}".`,
        zh: `节点“${node}”的类型“${type}”不存在。`,
      },
      help: suggestion(type, known, {
        en: '`weft nodes` lists the types there are.',
        zh: '`weft nodes` 会列出所有类型。',
      }),
      node,
      field: 'type',
    });
  },

  unknownVersion(given: {
    node: string;
    type: string;
    version: number;
    known: readonly number[];
  }): Diagnostic {
    const { node, type, version, known } = given;
    return diagnostic('node.unknown_version', {
      message: {
        en: `Node "${node}" needs version ${version} of ${type}; this Weft has ${known.join(', ')}.`,
        zh: `节点“${node}”需要 ${type} 的版本 ${version}，当前 Weft 只有 ${known.join('、')}。`,
      },
      help: {
        en: 'Update Weft, or set the node to a version listed.',
        zh: '请升级 Weft，或将节点改为上述版本之一。',
      },
      node,
      field: 'version',
    });
  },

  unknownParam(given: { node: string; type: string; param: string; known: readonly string[] }): Diagnostic {
    const { node, type, param, known } = given;
    return diagnostic('node.params', {
      message: {
        en: `Node "${node}" (${type}) has no param "${param}".`,
        zh: `节点“${node}”（${type}）没有参数“${param}”。`,
      },
      help: suggestion(param, known, {
        en: `Its params are ${list(known).en}.`,
        zh: `它的参数：${list(known).zh}。`,
      }),
      node,
      field: param,
    });
  },

  wrongParam({ node, type, issue }: { node: string; type: string; issue: z.core.$ZodIssue }): Diagnostic {
    const field = issue.path.map(String).join('.');
    const { en, zh } = issueText(issue);
    return diagnostic('node.params', {
      message: {
        en: `Node "${node}" (${type}), param "${field}": ${en}.`,
        zh: `节点“${node}”（${type}）的参数“${field}”：${zh}。`,
      },
      help: {
        en: `\`weft nodes ${type}\` shows what it takes.`,
        zh: `\`weft nodes ${type}\` 会列出可用的值。`,
      },
      node,
      field,
    });
  },

  missingInput(given: { node: string; type: string; port: string; kind: ArtifactKind }): Diagnostic {
    const { node, type, port, kind } = given;
    return diagnostic('input.missing', {
      message: {
        en: `Node "${node}" (${type}) needs something wired to its input "${port}".`,
        zh: `节点“${node}”（${type}）的输入“${port}”尚未连线。`,
      },
      help: { en: `Wire ${KIND_TEXT[kind].en} to it.`, zh: `请连接一个${KIND_TEXT[kind].zh}。` },
      node,
      field: port,
    });
  },

  /** @param cycle node ids in the order of the wires between them */
  cycle(cycle: readonly string[]): Diagnostic {
    const round = [...cycle, cycle[0]].join(' → ');
    return diagnostic('graph.cycle', {
      message: { en: `These nodes wait for each other: ${round}.`, zh: `这些节点互相等待：${round}。` },
      help: { en: 'Remove one of the wires between them.', zh: '请删除其中一条连线。' },
      node: cycle[0],
    });
  },
};

/** What can be wrong with one wire. */
export interface WrongWire extends DocumentEdge {
  readonly edge: string;
}

export const wireTroubles = {
  dangling(wire: WrongWire, missing: string): Diagnostic {
    return onWire('edge.dangling', wire, {
      message: { en: `there is no node "${missing}".`, zh: `节点“${missing}”不存在。` },
      help: { en: 'Remove the wire or add the node.', zh: '请删除该连线，或添加该节点。' },
    });
  },

  unknownPort(
    wire: WrongWire,
    given: { side: 'input' | 'output'; type: string; port: string; known: readonly string[] },
  ): Diagnostic {
    const { side, type, port, known } = given;
    const sideZh = side === 'input' ? '输入' : '输出';
    return onWire('edge.unknown_port', wire, {
      message: { en: `${type} has no ${side} "${port}".`, zh: `${type} 没有${sideZh}“${port}”。` },
      help: { en: `Its ${side}s are ${list(known).en}.`, zh: `它的${sideZh}：${list(known).zh}。` },
    });
  },

  wrongType(wire: WrongWire, why: Text): Diagnostic {
    const [from, to] = [formatEnd(wire.from), formatEnd(wire.to)];
    return onWire('edge.wrong_type', wire, {
      message: { en: `${from} cannot feed ${to}: ${why.en}.`, zh: `${from} 不能连接到 ${to}：${why.zh}。` },
      help: {
        en: 'Wire another output, or put a node between them.',
        zh: '请改用其他输出，或在两者之间加一个节点。',
      },
    });
  },

  duplicate(wire: WrongWire): Diagnostic {
    const [from, to] = [formatEnd(wire.from), formatEnd(wire.to)];
    return onWire('edge.duplicate', wire, {
      message: { en: `${from} is wired to ${to} twice.`, zh: `${from} 到 ${to} 连了两次。` },
      help: REMOVE_ONE,
    });
  },

  taken(wire: WrongWire): Diagnostic {
    const to = formatEnd(wire.to);
    return onWire('input.taken', wire, {
      message: {
        en: `${to} takes one wire and has one already.`,
        zh: `${to} 只接受一条连线，已经有一条了。`,
      },
      help: REMOVE_ONE,
    });
  },
};

const REMOVE_ONE: Text = { en: 'Remove one of the two wires.', zh: '请删除其中一条连线。' };

const onWire = (
  code: Diagnostic['code'],
  { edge, to }: WrongWire,
  { message, help }: { message: Text; help: Text },
): Diagnostic =>
  diagnostic(code, {
    message: { en: `Wire "${edge}": ${message.en}`, zh: `连线“${edge}”：${message.zh}` },
    help,
    edge,
    node: to.node,
    field: to.port,
  });

const list = (names: readonly string[]): Text => ({
  en: names.join(', ') || 'none',
  zh: names.join('、') || '无',
});
