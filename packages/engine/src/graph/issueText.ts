import type { z } from 'zod';
import type { Text } from './text.ts';

type Issue = z.core.$ZodIssue;
type Bound = Extract<Issue, { code: 'too_small' | 'too_big' }>;

/**
 * What a schema refuses, in both languages. English is what zod or the schema says. Chinese is worded here from the
 * issue's code; zod's own Chinese is for programmers and cannot be had without setting the language of every parse in the
 * process. A rule with a sentence of its own carries the Chinese one beside it:
 *
 *   .refine(check, { error: 'must be even', params: { zh: '必须为偶数' } })
 *
 * Without that it stays English: better read in another language than not at all.
 */
export function issueText(issue: Issue): Text {
  return {
    en: issue.message,
    zh: ownWords(issue) ?? (isZods(issue.message) ? chinese(issue) : issue.message),
  };
}

function ownWords(issue: Issue): string | null {
  const zh: unknown = issue.code === 'custom' ? issue.params?.['zh'] : undefined;
  return typeof zh === 'string' ? zh : null;
}

/** All of zod's English sentences begin so; those of our schemas do not. */
const isZods = (message: string): boolean => /^(Invalid|Too (small|big)|Unrecognized)\b/.test(message);

function chinese(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      // The value itself is not kept in an issue.
      return issue.message.endsWith('received undefined')
        ? `缺少此项，应为${typeName(issue.expected)}`
        : `应为${typeName(issue.expected)}`;
    case 'too_small':
      return tooSmall(issue, Number(issue.minimum));
    case 'too_big':
      return tooBig(issue, Number(issue.maximum));
    case 'not_multiple_of':
      return `应为 ${issue.divisor} 的倍数`;
    case 'invalid_value': {
      const values = issue.values.map((value) => JSON.stringify(value)).join('、');
      return issue.values.length === 1 ? `应为 ${values}` : `应为以下之一：${values}`;
    }
    case 'unrecognized_keys':
      return `无法识别的字段：${issue.keys.map((key) => `“${key}”`).join('、')}`;
    case 'invalid_key':
      return `名称不合法${inner(issue.issues)}`;
    case 'invalid_element':
      return `其中有一项不合法${inner(issue.issues)}`;
    case 'invalid_format':
      return FORMATS[issue.format] ?? '格式不正确';
    case 'invalid_union':
      return '不是允许的任何一种写法';
    case 'custom':
      return '内容不合法';
  }
}

const inner = (issues: readonly Issue[]): string =>
  issues[0] === undefined ? '' : `：${issueText(issues[0]).zh}`;

function tooSmall({ origin, exact, inclusive }: Bound, least: number): string {
  const unit = UNITS[origin];
  if (unit !== undefined)
    return least === 1 && !exact ? '不能为空' : `${exact ? '应为' : '至少'} ${least} ${unit}`;
  return inclusive === false ? `应大于 ${least}` : `不能小于 ${least}`;
}

function tooBig({ origin, exact, inclusive }: Bound, most: number): string {
  const unit = UNITS[origin];
  if (unit !== undefined) return `${exact ? '应为' : '最多'} ${most} ${unit}`;
  return inclusive === false ? `应小于 ${most}` : `不能大于 ${most}`;
}

/** What is counted. Other origins are numbers and dates, which are compared. */
const UNITS: Readonly<Record<string, string>> = {
  string: '个字符',
  array: '项',
  set: '项',
  map: '项',
  object: '项',
  file: '字节',
};

const FORMATS: Readonly<Record<string, string>> = {
  email: '不是有效的邮箱地址',
  url: '不是有效的网址',
  uuid: '不是有效的编号',
  datetime: '不是有效的日期时间',
  date: '不是有效的日期',
  base64: '不是有效的 Base64 编码',
  base64url: '不是有效的 Base64 编码',
};

const typeName = (type: string): string => TYPES[type] ?? ` ${type}`;

const TYPES: Readonly<Record<string, string>> = {
  string: '文本',
  number: '数字',
  int: '整数',
  boolean: '布尔值',
  array: '列表',
  object: '对象',
  record: '对象',
  date: '日期',
  null: '空值',
};
