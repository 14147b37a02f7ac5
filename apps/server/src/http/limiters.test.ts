import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Identity } from '../policy/decide.ts';
import { createLimiters, DEFAULT_LIMITS, type Limits, type Spender } from './limiters.ts';

const none = { points: 0, seconds: 60 };
const plenty = { points: 1e6, seconds: 60 };
const few = { query: { points: 3, seconds: 60 }, mutation: plenty, subscription: plenty };
const limits = (change: Partial<Limits>): Limits => ({
  known: { query: plenty, mutation: plenty, subscription: plenty },
  anonymous: { query: plenty, mutation: plenty, subscription: plenty },
  address: plenty,
  signIn: { pair: plenty, email: plenty, address: plenty },
  ...change,
});

function spender(address: string, identity: Identity = { kind: 'anonymous' }) {
  const sent = new Headers();
  const reply = { header: (name: string, value: string) => sent.set(name, value) };
  return { address, identity, reply, sent } satisfies Spender & { sent: Headers };
}
const person = (userId: string): Identity => ({
  kind: 'person',
  userId,
  sessionId: 's',
  name: '',
  email: '',
  roles: new Map(),
});
const key = (keyId: string): Identity => ({
  kind: 'key',
  keyId,
  userId: 'u',
  name: '',
  workspaceId: 'w',
  role: 'viewer',
  scopes: ['read'],
});

// Seconds to wait are counted from the first try: on a busy machine one may have passed already.
beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterAll(() => void vi.useRealTimers());

describe('requests', () => {
  it.each([
    ['a person, wherever they ask from', person('a'), person('b')],
    ['a key, apart from its maker', key('a'), person('u')],
  ])('are counted for %s', async (_, same, other) => {
    const limiters = createLimiters(limits({ known: few }));
    for (let n = 0; n < 3; n++) await limiters.spend(spender(`10.0.0.${n}`, same), 'query');
    const refused = spender('10.0.0.9', same);
    await expect(limiters.spend(refused, 'query')).rejects.toMatchObject({
      code: 'too_many',
      status: 429,
      params: { seconds: 60 },
    });
    expect(refused.sent.get('retry-after')).toBe('60');
    await limiters.spend(spender('10.0.0.9', same), 'mutation');
    await limiters.spend(spender('10.0.0.9', other), 'query');
  });

  it('of nobody known are counted by address', async () => {
    const limiters = createLimiters(limits({ anonymous: few }));
    for (let n = 0; n < 3; n++) await limiters.spend(spender('10.0.0.1'), 'query');
    await expect(limiters.spend(spender('10.0.0.1'), 'query')).rejects.toMatchObject({ code: 'too_many' });
    await limiters.spend(spender('10.0.0.2'), 'query');
    await limiters.spend(spender('10.0.0.1', person('a')), 'query');
  });

  it('of one address are bounded, whoever asks', async () => {
    const limiters = createLimiters(limits({ address: none }));
    await expect(limiters.spend(spender('10.0.0.1', person('a')), 'query')).rejects.toMatchObject({
      code: 'too_many',
    });
  });

  it('of normal use pass: ten bursts of fifty in a minute, by twenty people in one office', async () => {
    const limiters = createLimiters();
    for (let who = 0; who < 20; who++)
      for (let n = 0; n < 500; n++) await limiters.spend(spender('10.0.0.1', person(`p${who}`)), 'query');
    expect(DEFAULT_LIMITS.known.query.points).toBeGreaterThanOrEqual(500);
  });
});

describe('tries of a password', () => {
  const EMAIL = 'ada@example.org';
  const refused = { code: 'too_many' };

  it('are ten from one address for one e-mail, however it is written, and as many again once it was right', async () => {
    const limiters = createLimiters();
    const here = spender('10.0.0.1');
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 9; n++) await limiters.spendSignIn(here, n % 2 === 0 ? EMAIL : ' Ada@Example.org');
      await limiters.spendSignIn(here, EMAIL);
      await expect(limiters.spendSignIn(here, EMAIL)).rejects.toMatchObject(refused);
      await limiters.signedIn(here, EMAIL);
    }
    await limiters.spendSignIn(spender('10.0.0.2'), EMAIL);
  });

  it('from many addresses lock the e-mail, but not for where its owner signed in before', async () => {
    const limiters = createLimiters();
    const home = spender('10.1.0.1');
    await limiters.spendSignIn(home, EMAIL);
    await limiters.signedIn(home, EMAIL);
    for (let n = 0; n < 30; n++) await limiters.spendSignIn(spender(`10.2.0.${n}`), EMAIL);
    await expect(limiters.spendSignIn(spender('10.3.0.1'), EMAIL)).rejects.toMatchObject(refused);
    await limiters.spendSignIn(home, EMAIL);
  });

  it('from one address for many e-mails are a hundred', async () => {
    const limiters = createLimiters();
    const here = spender('10.0.0.1');
    for (let n = 0; n < 100; n++) await limiters.spendSignIn(here, `p${n}@example.org`);
    await expect(limiters.spendSignIn(here, 'next@example.org')).rejects.toMatchObject(refused);
    expect(Number(here.sent.get('retry-after'))).toBeGreaterThan(800);
  });

  it('that were right do not add up to a lock', async () => {
    const limiters = createLimiters();
    const office = spender('10.0.0.1');
    for (let n = 0; n < 300; n++) {
      await limiters.spendSignIn(office, EMAIL);
      await limiters.signedIn(office, EMAIL);
    }
  });
});
