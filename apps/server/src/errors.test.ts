import { compile } from '@weft/engine/compile';
import { graph } from '@weft/engine/testing';
import { registry } from '@weft/nodes/specs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { toWeftError } from './api/trpc.ts';
import { firstOf, sentenceOf, WeftError } from './errors.ts';

const told = ({ code, params }: WeftError) => [
  sentenceOf(code, params, 'en'),
  sentenceOf(code, params, 'zh'),
];

test('the status of a run is a word of the sentence, and stays the same for programs', () => {
  const error = new WeftError('run_over', { status: 'paused' });
  expect(told(error)).toEqual([
    'The run is paused, so that is no longer possible.',
    '运行已暂停，无法再执行该操作。',
  ]);
  expect(error.params).toEqual({ status: 'paused' });
});

test('what is wrong with an input is told in both languages, each place by its name', () => {
  const shape = z.strictObject({ name: z.string().min(1), limit: z.int().max(100) });
  const { error } = shape.safeParse({ name: '', limit: 500, odd: 1 });
  expect(told(toWeftError(error, 'r1'))).toEqual([
    'The request is not valid: name: Too small: expected string to have >=1 characters; limit: Too big: expected number to be <=100; Unrecognized key: "odd"',
    '请求无效：name：不能为空；limit：不能大于 100；无法识别的字段：“odd”',
  ]);
});

test('a document that cannot run is refused with its first mistake and the number of others', () => {
  const { diagnostics } = compile(
    graph({ a: { type: 'chunk.recursive' }, b: { type: 'chunk.recursive' } }),
    registry,
  );
  expect(told(new WeftError('invalid_document', { detail: firstOf(diagnostics) }))).toEqual([
    'The document cannot run yet: Node "a" (chunk.recursive) needs something wired to its input "documents". (+1)',
    '文档暂时无法运行：节点“a”（chunk.recursive）的输入“documents”尚未连线。 (+1)',
  ]);
});

test('a word that stands in no list is shown as it is', () => {
  expect(told(new WeftError('run_over', { status: 'constructor' }))[1]).toContain('constructor');
  expect(told(new WeftError('choose_file', { files: 'a, b' }))[1]).toBe(
    '该输出包含多个文件，请选择其中一个：a, b。',
  );
});
