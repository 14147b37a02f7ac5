import { isEmail } from '../../members/email.ts';

/** What is asked of a password, as on the server: long enough, and no rule about which characters. */
export const PASSWORD_LEAST = 10;
export const PASSWORD_MOST = 128;

export interface Typed {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export type Problem =
  | { readonly kind: 'nameMissing' }
  | { readonly kind: 'emailWrong' }
  | { readonly kind: 'passwordShort'; readonly missing: number };

/** What is wrong with a field; null when nothing is. */
export const problems = {
  name: (value: string): Problem | null => (value.trim() === '' ? { kind: 'nameMissing' } : null),
  email: (value: string): Problem | null => (isEmail(value) ? null : { kind: 'emailWrong' }),
  password: (value: string): Problem | null =>
    value.length >= PASSWORD_LEAST ? null : { kind: 'passwordShort', missing: PASSWORD_LEAST - value.length },
} as const satisfies Record<keyof Typed, (value: string) => Problem | null>;

export const isComplete = (typed: Typed): boolean =>
  (Object.keys(problems) as (keyof Typed)[]).every((field) => problems[field](typed[field]) === null);
