import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { WeftError } from '../errors.ts';
import type { Identity } from '../policy/decide.ts';

type Kind = 'query' | 'mutation' | 'subscription';

/** What is counted by: who asks, from where, and where to say how long to wait. */
export interface Spender {
  readonly identity: Identity;
  readonly address: string;
  readonly reply: { header(name: string, value: string): unknown };
}

/**
 * How much may be asked of one server. Counts live in its memory: with several servers each allows as much, which is fine
 * for a bound on overload and still a bound on guessing.
 */
export interface Limiters {
  /** Counts one request. @throws WeftError too_many, and sets `retry-after` */
  spend(spender: Spender, kind: Kind): Promise<void>;
  /**
   * Counts one try of a password before it is checked, so that a hundred at once are a hundred.
   *
   * @throws WeftError too_many, and sets `retry-after`
   */
  spendSignIn(spender: Spender, email: string): Promise<void>;
  /** The password was right: the tries of this address for this e-mail are forgotten. */
  signedIn(spender: Spender, email: string): Promise<void>;
}

/** `points` per `seconds`. */
export interface Limit {
  readonly points: number;
  readonly seconds: number;
}

export interface Limits {
  /** Of one person or one key. Opening a large document is a burst of about 50 queries. */
  readonly known: Readonly<Record<Kind, Limit>>;
  /** Of an address that shows no session and no key. */
  readonly anonymous: Readonly<Record<Kind, Limit>>;
  /** Of one address, whoever asks: an office may share one. */
  readonly address: Limit;
  readonly signIn: {
    /** Tries from one address for one e-mail. */
    readonly pair: Limit;
    /** Tries for one e-mail from anywhere; addresses that person signed in from before are not held up by it. */
    readonly email: Limit;
    /** Tries from one address for any e-mail. */
    readonly address: Limit;
  };
}

const MINUTE = 60;
const QUARTER_HOUR = 15 * MINUTE;
/** The longest that the library's timers can be set for: a longer one ends at once. */
const LONG = 24 * 86_400;

export const DEFAULT_LIMITS: Limits = {
  known: {
    query: { points: 1200, seconds: MINUTE },
    mutation: { points: 600, seconds: MINUTE },
    subscription: { points: 300, seconds: MINUTE },
  },
  anonymous: {
    query: { points: 300, seconds: MINUTE },
    mutation: { points: 60, seconds: MINUTE },
    subscription: { points: 30, seconds: MINUTE },
  },
  address: { points: 12_000, seconds: MINUTE },
  signIn: {
    pair: { points: 10, seconds: QUARTER_HOUR },
    email: { points: 30, seconds: QUARTER_HOUR },
    address: { points: 100, seconds: QUARTER_HOUR },
  },
};

export function createLimiters(limits: Limits = DEFAULT_LIMITS): Limiters {
  const kinds = (of: Readonly<Record<Kind, Limit>>) => ({
    query: limiter(of.query),
    mutation: limiter(of.mutation),
    subscription: limiter(of.subscription),
  });
  const known = kinds(limits.known);
  const anonymous = kinds(limits.anonymous);
  const address = limiter(limits.address);
  const pair = limiter(limits.signIn.pair);
  const email = limiter(limits.signIn.email);
  const addressTries = limiter(limits.signIn.address);
  const familiar = limiter({ points: Number.MAX_SAFE_INTEGER, seconds: LONG });
  const keysOf = (spender: Spender, text: string) => {
    const who = text.trim().toLowerCase();
    return { who, both: `${spender.address} ${who}` };
  };

  return {
    async spend(spender, kind) {
      const { identity } = spender;
      await take(spender, address, spender.address);
      if (identity.kind === 'anonymous') await take(spender, anonymous[kind], spender.address);
      else
        await take(spender, known[kind], identity.kind === 'key' ? `key ${identity.keyId}` : identity.userId);
    },
    async spendSignIn(spender, text) {
      const { who, both } = keysOf(spender, text);
      await take(spender, addressTries, spender.address);
      await take(spender, pair, both);
      if ((await familiar.get(both)) === null) await take(spender, email, who);
    },
    async signedIn(spender, text) {
      const { who, both } = keysOf(spender, text);
      await pair.delete(both);
      if ((await familiar.get(both)) === null) await email.reward(who);
      await addressTries.reward(spender.address);
      await familiar.consume(both);
    },
  };
}

const limiter = ({ points, seconds }: Limit): RateLimiterMemory =>
  new RateLimiterMemory({ points, duration: seconds });

async function take(spender: Spender, from: RateLimiterMemory, key: string): Promise<void> {
  try {
    await from.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    spender.reply.header('retry-after', String(seconds));
    throw new WeftError('too_many', { seconds });
  }
}
