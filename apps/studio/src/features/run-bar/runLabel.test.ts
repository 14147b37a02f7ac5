import { describe, expect, it } from 'vitest';
import { translate } from '../../i18n/index.ts';
import type { Preview } from '../../runs/index.ts';
import { messages } from './messages.ts';
import { roughly, runLabel } from './runLabel.ts';

const t = translate(messages);
const ready = (execute: number, cached: number, estimatedMs: number | null = null): Preview => ({
  kind: 'ready',
  diagnostics: [],
  steps: [],
  execute,
  cached,
  estimatedMs,
  current: true,
});
const words = (preview: Preview, problems = 0) => {
  const { main, details } = runLabel(preview, { problems, t });
  return [main, ...details].join(' · ');
};

describe('runLabel', () => {
  it('says how many steps run, how many are cached and about how long it takes', () => {
    expect(words(ready(3, 9, 41_200))).toBe('Run 3 of 12 · 9 cached · ~40 sec');
  });

  it('leaves out what it does not know or what is nothing', () => {
    expect(words(ready(12, 0))).toBe('Run 12');
    expect(words(ready(0, 12))).toBe('Run · nothing to do · 12 cached');
  });

  it('counts problems of this page before the server has answered', () => {
    expect(words(ready(3, 9), 2)).toBe('2 problems');
    const diagnostics = [
      { code: 'input.missing', message: '', help: '', zh: { message: '', help: '' } },
    ] as const;
    expect(words({ kind: 'blocked', diagnostics, steps: [] })).toBe('1 problem');
  });

  it('does not call an empty document a problem', () => {
    const diagnostics = [
      { code: 'document.empty', message: '', help: '', zh: { message: '', help: '' } },
    ] as const;
    expect(runLabel({ kind: 'blocked', diagnostics, steps: [] }, { problems: 1, t }).kind).toBe('empty');
  });

  it('says when its figures are of an older document', () => {
    const old: Preview = { ...(ready(3, 9) as Extract<Preview, { kind: 'ready' }>), current: false };
    expect(runLabel(old, { problems: 0, t })).toMatchObject({ current: false, hint: t('outdated') });
  });
});

describe('roughly', () => {
  it('never looks more exact than an estimate is', () => {
    expect([30, 440, 1499, 8600, 41_200, 59_000, 95_000, 7_260_000].map(roughly)).toEqual([
      '100 ms',
      '400 ms',
      '1 sec',
      '9 sec',
      '40 sec',
      '1 min',
      '2 min',
      '2 hr',
    ]);
  });
});
