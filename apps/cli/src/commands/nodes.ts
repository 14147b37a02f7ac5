import { didYouMean, limitsOf, resourcesOf, type NodeSpec, type Port, type Ports } from '@weft/engine/graph';
import { z } from 'zod';
import type { Cli } from '../cli.ts';
import { usageError } from '../errors.ts';
import { table } from '../view/table.ts';

/** `weft nodes [type]`: the node types there are, or ports and params of one. Needs no database. */
export async function nodesCommand({ output, parts }: Cli, type: string | undefined): Promise<number> {
  const specs = await parts.loadSpecs();
  const maxWidth = output.terminal?.columns;
  if (type === undefined) {
    const all = specs.list();
    if (output.machine) output.json(all.map(nodeObject));
    else {
      const rows = all.map((spec) => [
        spec.type,
        String(spec.version),
        spec.shape,
        spec.title.en,
        spec.description.en,
      ]);
      for (const line of table(
        [{ title: 'TYPE' }, { title: 'V' }, { title: 'SHAPE' }, { title: 'TITLE' }, { title: 'ABOUT' }],
        rows,
        { maxWidth },
      ))
        output.print(line);
    }
    return 0;
  }
  const spec = specs.get(type);
  if (spec === undefined) {
    const close = didYouMean(
      type,
      specs.list().map((each) => each.type),
    );
    throw usageError(
      `There is no node type "${type}".`,
      close === null ? '`weft nodes` lists them.' : `Did you mean "${close}"?`,
    );
  }
  if (output.machine) output.json(nodeObject(spec));
  else for (const line of describeNode(spec, maxWidth)) output.print(line);
  return 0;
}

type Schema = Readonly<Record<string, unknown>>;

function paramSchema(spec: NodeSpec): { properties: Record<string, Schema>; required: readonly string[] } {
  const schema = z.toJSONSchema(spec.params, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  return { properties: schema.properties ?? {}, required: schema.required ?? [] };
}

const nodeObject = (spec: NodeSpec) => ({
  type: spec.type,
  version: spec.version,
  stage: spec.stage,
  title: spec.title,
  description: spec.description,
  shape: spec.shape,
  purity: spec.purity,
  inputs: spec.inputs,
  outputs: spec.outputs,
  params: { type: 'object', ...paramSchema(spec) },
  limits: limitsOf(spec),
  resources: resourcesOf(spec),
});

function describeNode(spec: NodeSpec, maxWidth: number | undefined): string[] {
  const { properties, required } = paramSchema(spec);
  const params = Object.entries(properties).map(([name, schema]) => [
    name,
    typeText(schema),
    required.includes(name) ? 'required' : JSON.stringify(schema['default'] ?? null),
    String(schema['description'] ?? ''),
  ]);
  const { attempts, timeoutSeconds, memoryMb } = limitsOf(spec);
  return [
    `${spec.type} (version ${spec.version}): ${spec.title.en}`,
    spec.description.en,
    '',
    ...portLines('Inputs', spec.inputs),
    ...portLines('Outputs', spec.outputs),
    params.length === 0 ? 'No params.' : 'Params',
    ...(params.length === 0
      ? []
      : table([{ title: 'NAME' }, { title: 'TYPE' }, { title: 'DEFAULT' }, { title: 'ABOUT' }], params, {
          maxWidth,
        })),
    '',
    `It is a ${spec.shape} and ${PURITY[spec.purity]}. Up to ${attempts} attempts, ${timeoutSeconds} s and ${memoryMb} MiB each; queue ${resourcesOf(spec).queue}.`,
  ];
}

const PURITY = {
  pure: 'pure: equal inputs and params give equal bytes',
  seeded: 'seeded: equal inputs, params and document seed give equal bytes',
  effect: 'has an effect outside Weft: it is never served from cache',
} as const;

function portLines(heading: string, ports: Ports): string[] {
  const lines = Object.entries(ports).map(
    ([name, port]) => `  ${name}: ${portText(port)}${port.description ? ` – ${port.description.en}` : ''}`,
  );
  return lines.length === 0 ? [`No ${heading.toLowerCase()}.`, ''] : [heading, ...lines, ''];
}

function portText({ type, optional, many }: Port): string {
  const notes = [...(optional ? ['optional'] : []), ...(many ? ['any number of wires'] : [])];
  const suffix = notes.length === 0 ? '' : ` (${notes.join(', ')})`;
  switch (type.kind) {
    case 'table': {
      const columns = Object.entries(type.columns).map(([name, column]) => `${name} ${column}`);
      return `table of ${columns.join(', ') || 'any columns'}${type.open && columns.length > 0 ? ', …' : ''}${suffix}`;
    }
    case 'model':
      return `${type.task ?? 'any'} model${suffix}`;
    case 'report':
      return `report${type.about === null ? '' : ` about ${type.about}`}${suffix}`;
    default:
      return `${type.kind}${suffix}`;
  }
}

/** A JSON Schema in a few words: "1…500 integer", "a | b | c", "list of string". */
function typeText(schema: Schema): string {
  const choices = schema['enum'] as unknown[] | undefined;
  if (choices !== undefined) return choices.join(' | ');
  if ('const' in schema) return JSON.stringify(schema['const']);
  const options = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
  if (options !== undefined) return options.map(typeText).join(' or ');
  const type = String(schema['type'] ?? 'any');
  if (type === 'array') return `list of ${typeText((schema['items'] ?? {}) as Schema)}`;
  if (type === 'object') {
    const fields = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
    return fields.length === 0
      ? 'object'
      : `{ ${fields.map(([name, field]) => `${name}: ${typeText(field)}`).join(', ')} }`;
  }
  if (type !== 'integer' && type !== 'number') return type;
  const low = schema['minimum'] ?? schema['exclusiveMinimum'];
  const high = schema['maximum'] ?? schema['exclusiveMaximum'];
  const bounded = (bound: unknown) =>
    typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? String(bound) : '';
  const [from, to] = [bounded(low), bounded(high)];
  if (from === '' && to === '') return type;
  if (to === '') return `${type} from ${from}`;
  return from === '' ? `${type} to ${to}` : `${type} ${from}…${to}`;
}
