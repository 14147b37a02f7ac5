import type { Json } from '@weft/engine/graph';

/** Longest list and text that a card repeats; what is longer is data, not a description. */
const LONGEST_LIST = 1000;
const LONGEST_TEXT = 2000;
const DEEPEST = 4;

/**
 * What a description file (model.json, index.json) says of a model that a person would want to read: its labels, sizes
 * and settings, without long tables. Whatever a node's author states there reaches the card without this code knowing it.
 */
export function facts(description: Json): { [key: string]: Json } {
  const kept = keep(description, 0);
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return {};
  const { format: _, version: __, ...rest } = kept;
  return rest;
}

function keep(value: Json, depth: number): Json | undefined {
  if (typeof value === 'string') return value.length <= LONGEST_TEXT ? value : undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return undefined;
  if (Array.isArray(value)) {
    if (value.length > LONGEST_LIST) return undefined;
    const items = value.map((item) => keep(item, depth + 1));
    // A list with holes would say something else than the whole list.
    return items.some((item) => item === undefined) ? undefined : (items as Json[]);
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const kept = keep(member, depth + 1);
      return kept === undefined ? [] : [[key, kept]];
    }),
  );
}
