import type { z } from 'zod';

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly shape?: Readonly<Record<string, z.ZodType>>;
}

export interface Unwrapped {
  /** The schema without default, optional, nullable and the like around it. */
  readonly core: z.ZodType;
  readonly definition: Definition;
  /** Metadata of all layers; an outer one wins. */
  readonly meta: Readonly<Record<string, unknown>>;
}

const definitionOf = (schema: z.ZodType): Definition => schema.def as unknown as Definition;

export function unwrap(schema: z.ZodType): Unwrapped {
  let meta: Record<string, unknown> = {};
  let core = schema;
  for (;;) {
    meta = { ...core.meta(), ...meta };
    const { innerType, in: input } = definitionOf(core);
    const next = innerType ?? input;
    if (next === undefined) return { core, definition: definitionOf(core), meta };
    core = next;
  }
}

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
