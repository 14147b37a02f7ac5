import type { NodeSpec } from '@weft/engine/graph';
import type { Field } from './control.ts';
import { fieldsOf } from './fieldsOf.ts';

/** How many params a cell shows: the ones people change while they look at the result. */
const ON_CELL = 3;

/** Controls that fit on one line of a cell. */
const LOW = new Set(['switch', 'choice', 'number', 'text', 'path']);

/** Params that bound the work instead of describing it: named so, or outside the cache key. */
const BOUNDS = /^(?:max_|row_steps|memory_mb|seconds_per)/;
const isLimit = ({ name, resource, fallback }: Field): boolean =>
  fallback !== undefined && (resource || BOUNDS.test(name));

/**
 * The params that a cell shows. A spec may name them with `.meta({ main: true })`; else they are the one that is code or
 * prose, or what must be given and then the first ones that change the result.
 */
export function mainFields(spec: NodeSpec): readonly Field[] {
  const fields = fieldsOf(spec);
  const named = fields.filter(({ main }) => main);
  if (named.length > 0) return named;
  const written = fields.filter(({ control }) => control.kind === 'code' || control.kind === 'prose');
  if (written.length > 0) return written.slice(0, 1);
  const required = fields.filter(({ fallback }) => fallback === undefined);
  const simple = fields.filter(
    (field) => field.fallback !== undefined && !isLimit(field) && LOW.has(field.control.kind),
  );
  return [...required, ...simple].slice(0, Math.max(ON_CELL, Math.min(required.length, ON_CELL)));
}

export interface Groups {
  readonly main: readonly Field[];
  readonly advanced: readonly Field[];
  /** How the work is done: never part of what comes out. */
  readonly limits: readonly Field[];
}

export function groupedFields(spec: NodeSpec): Groups {
  const main = new Set(mainFields(spec));
  const rest = fieldsOf(spec).filter((field) => !main.has(field));
  return {
    main: fieldsOf(spec).filter((field) => main.has(field)),
    advanced: rest.filter((field) => !isLimit(field)),
    limits: rest.filter(isLimit),
  };
}
