import { describe, expect, it } from 'vitest';
import { isComplete, problems } from './check.ts';

describe('what people type about themselves', () => {
  it('takes e-mail addresses and refuses slips of the hand', () => {
    const wrong = (all: readonly string[]) => all.filter((text) => problems.email(text) !== null);
    const slips = ['', 'ada', 'ada@', 'ada@example', 'a da@example.com', 'ada@example.'];
    expect(wrong(['ada@example.com', ' a.b+c@d.co.uk ', '王@例子.中国', ...slips])).toEqual(slips);
  });

  it('says how many characters a password lacks', () => {
    expect(problems.password('1234567')).toEqual({ kind: 'passwordShort', missing: 3 });
    expect(problems.password('1234567890')).toBeNull();
  });

  it('is complete when every field is', () => {
    expect(isComplete({ name: 'Ada', email: 'ada@example.com', password: '1234567890' })).toBe(true);
    expect(isComplete({ name: ' ', email: 'ada@example.com', password: '1234567890' })).toBe(false);
  });
});
