import { canonicalJson, type Json } from '../graph/index.ts';
import type { KeyParts } from './keyParts.ts';

/** One difference between what a step was and what it is: the reason why its old result does not serve. */
export type Change =
  | {
      readonly what: 'param';
      readonly name: string;
      readonly before: Json | undefined;
      readonly after: Json | undefined;
    }
  | {
      readonly what: 'input';
      readonly name: string;
      readonly before: readonly string[];
      readonly after: readonly string[];
    }
  | {
      readonly what: 'code version' | 'seed';
      readonly before: number | undefined;
      readonly after: number | undefined;
    }
  | {
      readonly what: 'outside files';
      readonly before: string | undefined;
      readonly after: string | undefined;
    }
  | { readonly what: 'node type'; readonly before: string; readonly after: string };

export function changes(before: KeyParts, after: KeyParts): Change[] {
  if (before.type !== after.type) return [{ what: 'node type', before: before.type, after: after.type }];
  const out: Change[] = [];
  if (before.version !== after.version || before.keyVersion !== after.keyVersion)
    out.push({ what: 'code version', before: before.version, after: after.version });
  for (const name of union(before.params, after.params))
    if (text(before.params[name]) !== text(after.params[name]))
      out.push({ what: 'param', name, before: before.params[name], after: after.params[name] });
  for (const name of union(before.inputs, after.inputs))
    if (text(before.inputs[name]) !== text(after.inputs[name]))
      out.push({ what: 'input', name, before: before.inputs[name] ?? [], after: after.inputs[name] ?? [] });
  if (before.seed !== after.seed) out.push({ what: 'seed', before: before.seed, after: after.seed });
  if (before.outside !== after.outside)
    out.push({ what: 'outside files', before: before.outside, after: after.outside });
  return out;
}

const union = (a: object, b: object) => [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
const text = (value: unknown) => (value === undefined ? undefined : canonicalJson(value));
