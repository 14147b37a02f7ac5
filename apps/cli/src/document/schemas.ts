import { unwrap } from '@weft/engine/graph';
import type { z } from 'zod';

/** The schema of a field inside `schema`; undefined when it has none of that name, null when any name will do. */
export function fieldOf(schema: z.ZodType, name: string): z.ZodType | null | undefined {
  const { definition } = unwrap(schema);
  switch (definition.type) {
    case 'object':
      return definition.shape?.[name];
    case 'array':
      return /^\d+$/.test(name) ? (definition.element ?? null) : undefined;
    case 'record':
      return definition.valueType ?? null;
    case 'union': {
      const found = (definition.options ?? []).map((option) => fieldOf(option, name));
      return found.find((field) => field !== undefined);
    }
    case 'any':
    case 'unknown':
    case 'lazy':
      return null;
    default:
      return undefined;
  }
}

/** Names of the fields of an object schema, for suggestions. */
export function fieldNames(schema: z.ZodType): string[] {
  const { definition } = unwrap(schema);
  if (definition.type === 'object') return Object.keys(definition.shape ?? {});
  if (definition.type === 'union') return (definition.options ?? []).flatMap(fieldNames);
  return [];
}
