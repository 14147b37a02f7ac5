import type { Diagnostic } from '@weft/engine/graph';
import { describe, expect, it } from 'vitest';
import type { StepState } from '../../../runs/index.ts';
import { mergeDiagnostics, problemList } from './problemList.ts';

const step = (nodeId: string, rest: Partial<StepState>) =>
  ({ nodeId, type: 'stub.noop', status: 'succeeded', error: null, because: null, ...rest }) as StepState;
const steps = (...all: StepState[]) => new Map(all.map((one) => [one.nodeId, one]));
const diagnostic = (node: string, rest: Partial<Diagnostic> = {}): Diagnostic => ({
  code: 'input.missing',
  message: `"${node}" has no input`,
  help: 'Wire one.',
  zh: { message: `“${node}”没有输入`, help: '请连线。' },
  node,
  ...rest,
});

describe('problemList', () => {
  it('tells failed steps first, whose turn it is, and what they kept from running', () => {
    const error = {
      kind: 'input',
      code: 'table.column_missing',
      message: 'There is no column "text".',
    } as const;
    const [first, second] = problemList(
      [diagnostic('b', { field: 'rows' })],
      steps(
        step('a', { status: 'failed', error }),
        step('c', { status: 'skipped', because: 'a' }),
        step('d', { status: 'skipped', because: 'a' }),
      ),
      'en',
    );
    expect(first).toMatchObject({ of: 'step', nodeId: 'a', turn: 'person', blocked: 2 });
    expect(second).toMatchObject({ of: 'document', nodeId: 'b', field: 'rows', help: 'Wire one.' });
  });

  it('keeps the stack of a bug for the report and out of the sentence', () => {
    const error = { kind: 'bug', code: 'node.threw', message: 'x is undefined', stack: 'at y' } as const;
    const [only] = problemList([], steps(step('a', { status: 'failed', error })), 'en');
    expect(only).toMatchObject({ turn: 'us', sentence: 'x is undefined', details: 'node.threw\nat y' });
  });

  it('tells of a step that waits for its next try', () => {
    const error = { kind: 'transient', code: 'system.enospc', message: 'The disk is full.' } as const;
    expect(problemList([], steps(step('a', { status: 'waiting', error })), 'en')[0]!.turn).toBe('world');
  });

  it('speaks the language of the studio', () => {
    const [only] = problemList([diagnostic('b')], steps(), 'zh');
    expect(only).toMatchObject({ sentence: '“b”没有输入', help: '请连线。' });
  });
});

describe('mergeDiagnostics', () => {
  it('adds what only the server can know, and nothing twice', () => {
    const here = [diagnostic('a')];
    const lost = diagnostic('b', { code: 'node.params', field: 'path' });
    expect(mergeDiagnostics(here, [diagnostic('a'), lost])).toEqual([here[0], lost]);
  });
});
