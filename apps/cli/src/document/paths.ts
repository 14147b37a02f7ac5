import type { Json, NodeSpec } from '@weft/engine/graph';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { unwrap } from './schemas.ts';

/**
 * Params whose schema says `.meta({ format: 'path' })` name files. In a document they are relative to the document's
 * folder, on the command line to the folder the shell is in; the engine gets absolute ones.
 */
export function resolvePaths(
  params: { readonly [name: string]: Json },
  spec: NodeSpec,
  base: string,
): { [name: string]: Json } {
  const shape = spec.params.shape as Readonly<Record<string, z.ZodType>>;
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      shape[name] === undefined ? value : resolveIn(shape[name], value, base),
    ]),
  );
}

export function resolveIn(schema: z.ZodType, value: Json, base: string): Json {
  const { definition, meta } = unwrap(schema);
  if (meta['format'] === 'path') return resolveAll(value, base);
  if (Array.isArray(value) && definition.element !== undefined)
    return value.map((item) => resolveIn(definition.element!, item, base));
  if (isObject(value) && definition.shape !== undefined)
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => {
        const field = definition.shape?.[name];
        return [name, field === undefined ? item : resolveIn(field, item, base)];
      }),
    );
  return value;
}

/** An empty string stands for "no file" where a node allows it. */
function resolveAll(value: Json, base: string): Json {
  if (typeof value === 'string') return value === '' ? '' : resolve(base, value);
  return Array.isArray(value) ? value.map((item) => resolveAll(item, base)) : value;
}

const isObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
