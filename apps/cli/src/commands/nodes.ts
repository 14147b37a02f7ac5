import { didYouMean, limitsOf, resourcesOf, type NodeSpec, type Port, type Ports } from '@weft/engine/graph';
import { z } from 'zod';
import type { Cli } from '../cli.ts';
import { usageError } from '../errors.ts';
import { typeText, type ParamSchema } from '../view/paramType.ts';
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

function paramSchema(spec: NodeSpec): {
  properties: Record<string, ParamSchema>;
  required: readonly string[];
} {
  const schema = z.toJSONSchema(spec.params, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, ParamSchema>;
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
    required.includes(name) ? 'required' : JSON.stringify(schema.default ?? null),
    schema.description ?? '',
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
