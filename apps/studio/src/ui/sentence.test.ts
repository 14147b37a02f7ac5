import { TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import { translate } from '../i18n/index.ts';
import { messages } from './messages.ts';
import { sentenceOf } from './sentence.ts';

const t = translate(messages);

describe('an error as a sentence', () => {
  it('is what the server says when it refuses', () => {
    const refusal = Object.assign(new Error('Sign in first.'), {
      data: { weft: { code: 'sign_in', params: {}, details: null } },
    });
    expect(sentenceOf(refusal, t)).toBe('Sign in first.');
  });

  it('is about the network when nobody answered', () => {
    expect(sentenceOf(new TypeError('Failed to fetch'), t)).toBe(t('offline'));
    expect(sentenceOf(TRPCClientError.from(new TypeError('Failed to fetch')), t)).toBe(t('offline'));
  });

  it('names our own fault, so that it can be reported', () => {
    expect(sentenceOf(new Error('x is undefined'), t)).toBe(`${t('internal')} (x is undefined)`);
    expect(sentenceOf('odd', t)).toBe(t('internal'));
  });
});
