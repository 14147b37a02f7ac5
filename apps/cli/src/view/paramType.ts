/** The parts of a param's JSON Schema that are shown. */
export interface ParamSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly ParamSchema[];
  readonly oneOf?: readonly ParamSchema[];
  readonly items?: ParamSchema;
  readonly properties?: Readonly<Record<string, ParamSchema>>;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

/** A JSON Schema in a few words: "integer 1…500", "a | b | c", "list of string". */
export function typeText(schema: ParamSchema): string {
  if (schema.enum !== undefined) return schema.enum.join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return options.map(typeText).join(' or ');
  switch (schema.type) {
    case undefined:
      return 'any';
    case 'array':
      return `list of ${typeText(schema.items ?? {})}`;
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(
        ([name, field]) => `${name}: ${typeText(field)}`,
      );
      return fields.length === 0 ? 'object' : `{ ${fields.join(', ')} }`;
    }
    case 'integer':
    case 'number':
      return boundedText(schema.type, schema);
    default:
      return schema.type;
  }
}

/** Zod bounds every integer by what a double holds exactly; that says nothing to a person. */
const isTelling = (bound: number | undefined): bound is number =>
  bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;

function boundedText(type: string, schema: ParamSchema): string {
  const low = schema.minimum ?? schema.exclusiveMinimum;
  const high = schema.maximum ?? schema.exclusiveMaximum;
  const above = schema.minimum === undefined ? 'above' : 'from';
  const below = schema.maximum === undefined ? 'below' : 'up to';
  const from = isTelling(low) ? [`${above} ${low}`] : [];
  const to = isTelling(high) ? [`${below} ${high}`] : [];
  return [type, ...from, ...to].join(' ');
}
