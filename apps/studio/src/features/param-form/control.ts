import type { Json, Text } from '@weft/engine/graph';

/** How a value is edited. Follows from its schema alone: no node type has a form of its own. */
export type Control =
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly options: readonly Choice[] }
  | NumberControl
  | { readonly kind: 'text'; readonly most: number | null }
  | { readonly kind: 'path'; readonly accept: readonly string[] }
  | { readonly kind: 'code'; readonly language: string }
  | { readonly kind: 'prose' }
  | { readonly kind: 'list'; readonly item: Control; readonly most: number | null }
  | { readonly kind: 'record'; readonly value: Control }
  | { readonly kind: 'object'; readonly fields: readonly Field[] }
  | { readonly kind: 'variants'; readonly variants: readonly Variant[] }
  /** What no form can be drawn for is written as JSON. */
  | { readonly kind: 'json' };

export type Choice = string | number | boolean | null;

export interface NumberControl {
  readonly kind: 'number';
  readonly whole: boolean;
  readonly min: number | null;
  readonly max: number | null;
}

export interface Variant {
  readonly label: string;
  readonly control: Control;
  /** A value of this variant, to start from. */
  readonly sample: Json;
  /** Whether a value is of this variant. */
  readonly fits: (value: unknown) => boolean;
}

export interface Field {
  readonly name: string;
  readonly label: Text;
  readonly hint: Text | null;
  readonly control: Control;
  /** Undefined: the param must be given. */
  readonly fallback: Json | undefined;
  /** Changes how the work is done and never what comes out: it is no part of the cache key. */
  readonly resource: boolean;
  /** The spec names it as one of those that belong on the cell itself. */
  readonly main: boolean;
  /** Null is a value of its own. */
  readonly nullable: boolean;
}

/** "weight_decay" → "Weight decay" */
export function humanised(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
