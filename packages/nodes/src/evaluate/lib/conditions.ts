import type { Json } from '@weft/engine/graph';

/**
 * A condition a report must meet, written as people say it: `accuracy >= 0.9`, `classes."card lost".recall > 0.5`.
 *
 *   condition = path operator number
 *   path      = segment { "." segment }      segment = bare word, or "anything, \" and \\ escaped"
 *   operator  = >= > <= < == !=
 *
 * It is parsed by hand and never evaluated as code: conditions arrive in documents of strangers.
 */
export interface Condition {
  readonly path: readonly string[];
  readonly operator: Operator;
  readonly value: number;
}

export type Operator = '>=' | '>' | '<=' | '<' | '==' | '!=';

const HOLDS: Readonly<Record<Operator, (value: number, bound: number) => boolean>> = {
  '>=': (value, bound) => value >= bound,
  '>': (value, bound) => value > bound,
  '<=': (value, bound) => value <= bound,
  '<': (value, bound) => value < bound,
  '==': (value, bound) => value === bound,
  '!=': (value, bound) => value !== bound,
};

const BARE = /[^\s."<>=!]+/y;
const QUOTED = /"(?:[^"\\]|\\["\\])*"/y;
const OPERATOR = /\s*(>=|<=|==|!=|>|<)\s*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$/y;

/** Reads a condition, or says in one sentence what is wrong with it. */
export function parseCondition(text: string): Condition | { readonly problem: string } {
  let at = text.length - text.trimStart().length;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return null;
    at = pattern.lastIndex;
    return found[0];
  };
  const fail = (wanted: string) => ({
    problem: `"${text}" is not a condition: ${wanted} is missing at character ${at + 1}; write for example "accuracy >= 0.9"`,
  });

  const path: string[] = [];
  do {
    const quoted = take(QUOTED);
    const segment = quoted === null ? take(BARE) : quoted.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
    if (segment === null) return fail('the name of a figure');
    path.push(segment);
  } while (text[at] === '.' && ++at);
  const operator = take(OPERATOR)?.trim() as Operator | undefined;
  if (operator === undefined) return fail('one of >= > <= < == !=');
  const number = take(NUMBER);
  if (number === null) return fail('a number');
  return { path, operator, value: Number(number) };
}

export const holds = ({ operator, value }: Condition, measured: number): boolean =>
  HOLDS[operator](measured, value);

/** The path as it would be written in a condition. */
export const formatPath = (path: readonly string[]): string =>
  path
    .map((segment) =>
      /^[^\s."<>=!]+$/.test(segment) ? segment : `"${segment.replaceAll(/["\\]/g, '\\$&')}"`,
    )
    .join('.');

export interface Measured {
  readonly about: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly [member: string]: Json;
}

/**
 * The number a path names in a report, or null. A single word is a metric; a longer path walks the report's members;
 * the report's subject in front (`retrieval.recall@1`) chooses between several reports.
 */
export function figureAt(report: Measured, path: readonly string[]): number | null {
  const walk = (from: Json, steps: readonly string[]): number | null => {
    let value: Json | undefined = from;
    for (const step of steps) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return null;
      value = (value as { [key: string]: Json })[step];
    }
    return typeof value === 'number' ? value : null;
  };
  const own = path[0] === report.about && path.length > 1 ? path.slice(1) : null;
  for (const steps of own === null ? [path] : [own, path]) {
    const found = walk(report.metrics as Json, steps) ?? walk(report as Json, steps);
    if (found !== null) return found;
  }
  return null;
}
