import { canonicalJson, type DocumentNode, type Json, type NodeSpec } from '@weft/engine/graph';
import { fieldsOf, type Field } from '../param-form/index.ts';

/** A node with what it runs by. */
export interface Chosen {
  readonly id: string;
  readonly node: DocumentNode;
  readonly spec: NodeSpec;
}

/** A setting that every selected node has, and what they hold: one value, or several. */
export interface CommonField {
  readonly field: Field;
  readonly value: Json | undefined;
  readonly mixed: boolean;
}

/**
 * Settings of the same name and the same control in all of them. Code and files are left out: writing one text over several
 * is not what anybody who selected them wants.
 */
export function commonFields(chosen: readonly Chosen[]): CommonField[] {
  const [first, ...rest] = chosen;
  if (first === undefined) return [];
  return fieldsOf(first.spec)
    .filter(({ control }) => !['code', 'prose', 'path'].includes(control.kind))
    .filter((field) => rest.every(({ spec }) => fieldsOf(spec).some((other) => sameField(field, other))))
    .map((field) => {
      const values = chosen.map(({ node }) => node.params[field.name] ?? field.fallback);
      const mixed =
        new Set(values.map((value) => (value === undefined ? '' : canonicalJson(value)))).size > 1;
      return { field, value: mixed ? undefined : values[0], mixed };
    });
}

const sameField = (a: Field, b: Field): boolean =>
  a.name === b.name && JSON.stringify(a.control) === JSON.stringify(b.control);
