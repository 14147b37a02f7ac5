import { describe, expect, it } from 'vitest';
import { translate } from '../../i18n/index.ts';
import type { StepState } from '../../runs/index.ts';
import { announcement } from './announcement.ts';
import { messages } from './messages.ts';

const step = (nodeId: string, status: StepState['status'], question: string | null = null) =>
  ({ nodeId, status, question }) as StepState;
const steps = (...all: StepState[]) => new Map(all.map((one) => [one.nodeId, one]));
const say = (before: Map<string, StepState>, after: Map<string, StepState>) =>
  announcement(before, after, { t: translate(messages), titleOf: ({ nodeId }) => nodeId.toUpperCase() });

describe('announcement', () => {
  it('names steps that have finished and those that have failed, trouble first', () => {
    expect(
      say(
        steps(step('a', 'running'), step('b', 'running')),
        steps(step('a', 'succeeded'), step('b', 'failed')),
      ),
    ).toBe('B has failed. A has finished');
  });

  it('counts when many finish at once', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    expect(
      say(steps(...ids.map((id) => step(id, 'waiting'))), steps(...ids.map((id) => step(id, 'cached')))),
    ).toBe('5 steps have finished');
  });

  it('tells that a step asks', () => {
    expect(say(steps(step('a', 'running')), steps(step('a', 'waiting', 'go on?')))).toBe('A asks a question');
  });

  it('keeps quiet about progress and about starting', () => {
    expect(say(steps(step('a', 'waiting')), steps(step('a', 'running')))).toBe('');
  });
});
