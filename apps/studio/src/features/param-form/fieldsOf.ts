import type { Json, NodeSpec, Text } from '@weft/engine/graph';
import { z } from 'zod';
import { humanised, type Choice, type Control, type Field, type Variant } from './control.ts';
import { labelOf } from './labels.ts';

/** The parts of JSON Schema that Zod writes and a form needs. `.meta()` arrives as members of the same object. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly Choice[];
  readonly const?: Choice;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema | false;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly default?: Json;
  readonly description?: string;
  readonly format?: string;
  readonly zh?: string;
  readonly label?: Text;
  readonly language?: string;
  readonly accept?: readonly string[];
  readonly key?: boolean;
  readonly main?: boolean;
}

const known = new WeakMap<NodeSpec, readonly Field[]>();

/**
 * The form of a node type, in the order of its params. Zod's own JSON Schema is walked instead of its internals: that is
 * a published format, and what a schema says there is what every other tool sees too.
 */
export function fieldsOf(spec: NodeSpec): readonly Field[] {
  let fields = known.get(spec);
  if (fields === undefined) known.set(spec, (fields = objectFields(jsonSchema(spec.params))));
  return fields;
}

/** What a schema cannot say as JSON Schema comes out empty, and is edited as JSON. */
export const jsonSchema = (schema: z.ZodType): Schema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Schema;

const objectFields = (schema: Schema): Field[] =>
  Object.entries(schema.properties ?? {}).map(([name, property]) => fieldOf(name, property));

function fieldOf(name: string, schema: Schema): Field {
  const { inner, nullable } = withoutNull(schema);
  const description = schema.description ?? inner.description;
  return {
    name,
    label: labelOf(name, schema.label ?? inner.label),
    hint: description === undefined ? null : { en: description, zh: schema.zh ?? inner.zh ?? description },
    control: controlOf(inner),
    fallback: schema.default,
    resource: (schema.key ?? inner.key) === false,
    main: (schema.main ?? inner.main) === true,
    nullable,
  };
}

/** `nullable()` is a union with null; the rest keeps the meta of the whole. */
function withoutNull(schema: Schema): { inner: Schema; nullable: boolean } {
  const others = schema.anyOf?.filter(({ type }) => type !== 'null');
  if (others === undefined || others.length === schema.anyOf!.length)
    return { inner: schema, nullable: false };
  const { anyOf: _, ...outer } = schema;
  return {
    inner: others.length === 1 ? { ...others[0], ...outer } : { ...outer, anyOf: others },
    nullable: true,
  };
}

export function controlOf(schema: Schema): Control {
  const options = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (options !== undefined) return { kind: 'choice', options };
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants !== undefined) return unionOf(variants);
  switch (schema.type) {
    case 'boolean':
      return { kind: 'switch' };
    case 'integer':
    case 'number':
      return {
        kind: 'number',
        whole: schema.type === 'integer',
        min: bound(schema.minimum),
        max: bound(schema.maximum),
      };
    case 'string':
      return textOf(schema);
    case 'array':
      return schema.items === undefined || schema.items === false
        ? { kind: 'json' }
        : { kind: 'list', item: controlOf(schema.items), most: schema.maxItems ?? null };
    case 'object':
      return objectOf(schema);
    default:
      return { kind: 'json' };
  }
}

/** Zod writes the limits of exact integers as bounds; nobody typed those. */
const bound = (value: number | undefined): number | null =>
  value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? null : value;

function textOf(schema: Schema): Control {
  switch (schema.format) {
    case 'path':
      return { kind: 'path', accept: schema.accept ?? [] };
    case 'code':
      return { kind: 'code', language: schema.language ?? 'text' };
    case 'prose':
      return { kind: 'prose' };
    default:
      return { kind: 'text', most: schema.maxLength ?? null };
  }
}

function objectOf(schema: Schema): Control {
  if (schema.properties !== undefined) return { kind: 'object', fields: objectFields(schema) };
  const values = schema.additionalProperties;
  return typeof values === 'object' && Object.keys(values).length > 0
    ? { kind: 'record', value: controlOf(values) }
    : { kind: 'json' };
}

/** A union of single values is a choice; any other is a choice among forms. */
function unionOf(schemas: readonly Schema[]): Control {
  const literals = schemas.map(
    (schema) => schema.const ?? (schema.enum?.length === 1 ? schema.enum[0] : undefined),
  );
  if (literals.every((literal) => literal !== undefined))
    return { kind: 'choice', options: literals as readonly Choice[] };
  return { kind: 'variants', variants: schemas.map(variantOf) };
}

function variantOf(schema: Schema, at: number): Variant {
  const control = controlOf(schema);
  const tag = Object.entries(schema.properties ?? {}).find(([, property]) => property.const !== undefined);
  return {
    label: tag === undefined ? humanised(schema.type ?? String(at + 1)) : humanised(String(tag[1].const)),
    control,
    sample: sampleOf(control, schema),
    fits: (value) =>
      tag === undefined
        ? typeNameOf(value) === schema.type
        : (value as Record<string, unknown>)?.[tag[0]] === tag[1].const,
  };
}

function typeNameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/** A value to start from: defaults where there are any, else the least there can be. */
export function sampleOf(control: Control, schema: Schema = {}): Json {
  if (schema.default !== undefined) return schema.default;
  switch (control.kind) {
    case 'switch':
      return false;
    case 'choice':
      return control.options[0] ?? null;
    case 'number':
      return Math.max(control.min ?? 0, Math.min(0, control.max ?? 0));
    case 'text':
    case 'path':
    case 'code':
    case 'prose':
      return '';
    case 'list':
      return [];
    case 'record':
      return {};
    case 'object':
      return Object.fromEntries(
        control.fields.map(({ name, control: inner, fallback }) => [name, fallback ?? sampleOf(inner)]),
      );
    case 'variants':
      return control.variants[0]?.sample ?? null;
    case 'json':
      return null;
  }
}
