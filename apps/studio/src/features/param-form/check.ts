import { issueText, type Json, type NodeSpec, type Text } from '@weft/engine/graph';
import type { z } from 'zod';

/** Why a value is refused: what the form says in the person's language. */
export type Problem =
  | { readonly kind: 'missing' | 'not-a-number' | 'not-whole' }
  | { readonly kind: 'not-json'; readonly detail: string }
  | { readonly kind: 'said'; readonly text: Text }
  | { readonly kind: 'least' | 'above' | 'most' | 'below'; readonly bound: number }
  | { readonly kind: 'short' | 'long' | 'few' | 'many'; readonly bound: number }
  | { readonly kind: 'one-of'; readonly options: string }
  /** Inside a list or record: which entry, and what about it. */
  | { readonly kind: 'inside'; readonly at: string; readonly problem: Problem };

/**
 * Whether `value` may be written to a param. It is held against its own schema, then against the rules between params
 * as far as they blame this one: lowering a size must not be refused because the overlap is now too large; that shows
 * on the overlap.
 */
export function check(
  spec: NodeSpec,
  params: Readonly<Record<string, Json>>,
  { name, value }: { readonly name: string; readonly value: Json },
): Problem | null {
  const schema = (spec.params.shape as Readonly<Record<string, z.ZodType>>)[name];
  if (schema === undefined) return null;
  const own = schema.safeParse(value);
  if (!own.success) return problemOf(own.error.issues[0]!, value);
  const whole = spec.params.safeParse({ ...params, [name]: value });
  const blamed = whole.success ? undefined : whole.error.issues.find(({ path }) => path[0] === name);
  return blamed === undefined ? null : problemOf({ ...blamed, path: blamed.path.slice(1) }, value);
}

export function problemOf(issue: z.core.$ZodIssue, value: Json | undefined): Problem {
  const [first, ...rest] = issue.path;
  if (first !== undefined) {
    const inner = (value as Readonly<Record<PropertyKey, Json>> | null | undefined)?.[first];
    const at = typeof first === 'number' ? String(first + 1) : String(first);
    return { kind: 'inside', at, problem: problemOf({ ...issue, path: rest }, inner) };
  }
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined || value === null || value === '') return { kind: 'missing' };
      if (issue.expected === 'int') return { kind: 'not-whole' };
      return issue.expected === 'number'
        ? { kind: 'not-a-number' }
        : { kind: 'said', text: issueText(issue) };
    case 'too_small':
      return tooSmall(issue, value);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_value':
      return { kind: 'one-of', options: issue.values.map(String).join(', ') };
    default:
      return { kind: 'said', text: issueText(issue) };
  }
}

function tooSmall(issue: Extract<z.core.$ZodIssue, { code: 'too_small' }>, value: Json | undefined): Problem {
  const bound = Number(issue.minimum);
  if (issue.origin === 'string') return value === '' ? { kind: 'missing' } : { kind: 'short', bound };
  if (issue.origin === 'array') return { kind: 'few', bound };
  return { kind: issue.inclusive === false ? 'above' : 'least', bound };
}

function tooBig(issue: Extract<z.core.$ZodIssue, { code: 'too_big' }>): Problem {
  const bound = Number(issue.maximum);
  if (issue.origin === 'string') return { kind: 'long', bound };
  if (issue.origin === 'array') return { kind: 'many', bound };
  return { kind: issue.inclusive === false ? 'below' : 'most', bound };
}
