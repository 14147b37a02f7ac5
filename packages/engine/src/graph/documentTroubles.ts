import type { z } from 'zod';
import { diagnostic, type Diagnostic, type DiagnosticPlace } from './diagnostics.ts';
import { DOCUMENT_VERSION } from './document.ts';
import { issueText } from './issueText.ts';
import type { Text } from './text.ts';

/** What can be wrong with a document before anything in it is looked up: with its text, its form, its size. */
export const documentTroubles = {
  /** @param reason as JSON.parse gives it; browsers word it differently, but all that name a place do it this way */
  notJson(reason: string): Diagnostic {
    const [, line, column] = /line (\d+) column (\d+)/.exec(reason) ?? [];
    return diagnostic('document.not_json', {
      message: {
        en: `The document is not JSON: ${reason}`,
        zh: `文档不是 JSON${line === undefined ? '' : `，错误在第 ${line} 行第 ${column} 列附近`}。`,
      },
      help: {
        en: 'Check the file; an exported document is one JSON object.',
        zh: '请检查文件；导出的文档是一个完整的 JSON 对象。',
      },
    });
  },

  futureVersion(version: number): Diagnostic {
    return diagnostic('document.future_version', {
      message: {
        en: `The document has format version ${version}; this Weft knows up to ${DOCUMENT_VERSION}.`,
        zh: `文档的格式版本为 ${version}，当前 Weft 最高支持 ${DOCUMENT_VERSION}。`,
      },
      help: {
        en: 'Update Weft, or export the document again from the Weft that made it.',
        zh: '请升级 Weft，或从创建该文档的 Weft 重新导出。',
      },
      field: 'formatVersion',
    });
  },

  tooLarge({ what, count, limit }: { what: 'nodes' | 'edges'; count: number; limit: number }): Diagnostic {
    return diagnostic('document.too_large', {
      message: {
        en: `The document has ${count} ${what}; the limit is ${limit}.`,
        zh: `文档有 ${count} ${what === 'nodes' ? '个节点' : '条连线'}，上限为 ${limit}。`,
      },
      help: { en: 'Split it into several documents.', zh: '请拆分为多个文档。' },
    });
  },

  tooDeep(levels: number): Diagnostic {
    return diagnostic('document.shape', {
      message: {
        en: `The document is nested more than ${levels} levels deep.`,
        zh: `文档的嵌套超过 ${levels} 层。`,
      },
      help: { en: 'Check the file; no param needs that.', zh: '请检查文件；没有参数需要这么深的嵌套。' },
    });
  },

  /** One field of a document file that is not as it must be. */
  malformed(issue: z.core.$ZodIssue): Diagnostic {
    const path = issue.path.map(String);
    const place = path.join('.');
    const { en, zh } = issueText(issue);
    return diagnostic('document.shape', {
      message: { en: `${place || 'the document'}: ${en}`, zh: `${place || '文档'}：${zh}` },
      help: {
        en: 'Correct the field; `weft validate` shows the place again.',
        zh: '请更正该字段；`weft validate` 会再次指出位置。',
      },
      ...placeOf(path),
    });
  },

  /** Something in a live document that was left out because nobody can say what it means. */
  leftOut(what: 'node' | 'edge', id: string, why: Text): Diagnostic {
    const shown = id.slice(0, 80);
    return diagnostic('document.shape', {
      message: {
        en: `${what} "${shown}": ${why.en}`,
        zh: `${what === 'node' ? '节点' : '连线'}“${shown}”：${why.zh}`,
      },
      help: {
        en: 'Undo the last change, or delete it and add it again.',
        zh: '请撤销上一步更改，或将其删除后重新添加。',
      },
      [what]: id,
    });
  },
};

function placeOf(path: readonly string[]): DiagnosticPlace {
  const [group, id, ...rest] = path;
  if (group === 'nodes') return id === undefined ? {} : { node: id, field: rest.join('.') };
  if (group === 'edges') return id === undefined ? {} : { edge: id, field: rest.join('.') };
  return group === undefined ? {} : { field: path.join('.') };
}
