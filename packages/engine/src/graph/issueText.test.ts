import { expect, test } from 'vitest';
import { z } from 'zod';
import { edgeId, end, nodeId } from './ids.ts';
import { issueText } from './issueText.ts';

const refused = (schema: z.ZodType, value: unknown) => issueText(schema.safeParse(value).error!.issues[0]!);

test.each([
  ['a missing text', z.object({ a: z.string() }), {}, '缺少此项，应为文本'],
  ['a number for a text', z.string(), 1, '应为文本'],
  ['a fraction', z.int(), 1.5, '应为整数'],
  ['a text for a list', z.array(z.string()), 'a', '应为列表'],
  ['a type without a word of its own', z.bigint(), 1, '应为 bigint'],
  ['an empty text', z.string().min(1), '', '不能为空'],
  ['a short text', z.string().min(3), 'a', '至少 3 个字符'],
  ['a long text', z.string().max(2), 'abc', '最多 2 个字符'],
  ['a text of another length', z.string().length(2), 'abc', '应为 2 个字符'],
  ['too few entries', z.array(z.int()).min(2), [1], '至少 2 项'],
  ['too many entries', z.array(z.int()).max(1), [1, 2], '最多 1 项'],
  ['a small number', z.number().min(3), 2, '不能小于 3'],
  ['nothing where more is needed', z.number().positive(), 0, '应大于 0'],
  ['a large number', z.number().max(3), 4, '不能大于 3'],
  ['a number at an open end', z.number().lt(3), 3, '应小于 3'],
  ['no multiple', z.number().multipleOf(4), 3, '应为 4 的倍数'],
  ['none of several', z.enum(['a', 'b']), 'c', '应为以下之一："a"、"b"'],
  ['another than the only one', z.literal('a'), 'b', '应为 "a"'],
  ['fields nobody knows', z.strictObject({}), { a: 1, b: 2 }, '无法识别的字段：“a”、“b”'],
  ['an e-mail', z.email(), 'a', '不是有效的邮箱地址'],
  ['a pattern', z.string().regex(/^a$/), 'b', '格式不正确'],
  ['no member of a union', z.union([z.string(), z.int()]), true, '不是允许的任何一种写法'],
  ['an id', nodeId, '../x', '须以字母开头，最多 64 个字母、数字、_ 或 -'],
  [
    'an id as a key',
    z.record(nodeId, z.int()),
    { '1': 1 },
    '名称不合法：须以字母开头，最多 64 个字母、数字、_ 或 -',
  ],
  ['an empty id', z.record(edgeId, z.int()), { '': 1 }, '名称不合法：不能为空'],
  ['an end', end, 'x', '“x”不是“node.port”的形式'],
  ['a member of a map', z.map(z.object({}), z.int()), new Map([[{}, 1.5]]), '其中有一项不合法：应为整数'],
  ['a rule without a sentence', z.string().refine(() => false), 'a', '内容不合法'],
])('%s is refused in both languages', (_, schema, value, zh) => {
  const told = refused(schema, value);
  expect(told.zh).toBe(zh);
  expect(told.en).toMatch(/^[^\u4e00-\u9fff]+$/);
});

test('a rule with a sentence of its own says that, in Chinese where it has it', () => {
  const even = (zh?: string) => z.int().refine((n) => n % 2 === 0, { error: 'must be even', params: { zh } });
  expect(refused(even('必须为偶数'), 1)).toEqual({ en: 'must be even', zh: '必须为偶数' });
  expect(refused(even(), 1)).toEqual({ en: 'must be even', zh: 'must be even' });
  expect(refused(z.string().regex(/^a/, 'must begin with a'), 'b').zh).toBe('must begin with a');
});
