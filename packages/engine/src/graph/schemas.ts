import type { z } from 'zod';

/** What of a zod schema's definition is looked at here. */
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
