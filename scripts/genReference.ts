import { limitsOf, resourcesOf, type NodeSpec, type Port, type Ports, type Stage } from '@weft/engine/graph';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { typeText, type ParamSchema } from '../apps/cli/src/view/paramType.ts';

/** Where the page stands in the repository. */
export const REFERENCE = join(import.meta.dirname, '../docs/reference/nodes.md');

/** Writes docs/reference/nodes.md from the specs. */
export async function genReference(): Promise<void> {
  // Loaded late: the list of specs is generated too, right before this.
  const { registry } = await import('../packages/nodes/src/registry/specs.gen.ts');
  const page = nodesReference(registry.list());
  if ((await readFile(REFERENCE, 'utf8').catch(() => null)) === page) return;
  await mkdir(dirname(REFERENCE), { recursive: true });
  await writeFile(REFERENCE, page);
  process.stdout.write(`wrote ${relative(process.cwd(), REFERENCE)}\n`);
}

/** In the order in which a pipeline uses them. A stage that is missing here does not compile. */
const STAGES: Readonly<Record<Stage, string>> = {
  ingest: 'Ingest: from files to tables',
  chunk: 'Chunk: from documents to pieces',
  embed: 'Embed: from texts to vectors and features',
  index: 'Index: from pieces to something that can be searched',
  train: 'Train: from examples to a model',
  evaluate: 'Evaluate: from a model or an index to figures',
  publish: 'Publish: from results to a version that can be reviewed',
  code: 'Code: your own',
  control: 'Control: the course of a run',
};

/** The page. Pure: equal specs give equal text. */
export function nodesReference(specs: readonly NodeSpec[]): string {
  const stages = Object.entries(STAGES).flatMap(([stage, heading]) => {
    const ofStage = specs.filter((spec) => spec.stage === stage);
    return ofStage.length === 0 ? [] : [`## ${heading}`, ...ofStage.map(nodeSection)];
  });
  return `${[INTRODUCTION, overview(specs), ...stages].join('\n\n')}\n`;
}

const INTRODUCTION = `# Node types

<!-- Written by \`npm run gen\` from the specs in packages/nodes. Do not edit. -->

Every node type that comes with Weft, with its ports and params. \`weft nodes <type>\` prints the same for one type.
A param without a default is required. \`…\` after the columns of a table means that it may have others too.`;

function overview(specs: readonly NodeSpec[]): string {
  const link = (spec: NodeSpec) => `[${spec.type}](#${anchor(heading(spec))})`;
  return table(
    ['type', 'title', 'shape'],
    specs.map((spec) => [link(spec), spec.title.en, spec.shape]),
  );
}

const heading = (spec: NodeSpec): string => `${spec.type}: ${spec.title.en}`;

/** As GitHub makes them. */
const anchor = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

function nodeSection(spec: NodeSpec): string {
  return [
    `### ${heading(spec)}`,
    spec.description.en,
    ...portSection('Inputs', spec.inputs),
    ...portSection('Outputs', spec.outputs),
    ...paramSection(spec),
    facts(spec),
  ].join('\n\n');
}

function portSection(title: string, ports: Ports): string[] {
  const rows = Object.entries(ports).map(([name, port]) => [
    `\`${name}\``,
    portText(port),
    port.description?.en ?? '',
  ]);
  return rows.length === 0 ? [] : [`${title}:`, table(['port', 'type', 'about'], rows)];
}

function portText({ type, optional, many }: Port): string {
  const notes = [...(optional ? ['optional'] : []), ...(many ? ['any number of wires'] : [])];
  return [kindText(type), ...notes].join(', ');
}

function kindText(type: Port['type']): string {
  switch (type.kind) {
    case 'table': {
      const columns = Object.entries(type.columns).map(([name, column]) => `\`${name}\` ${column}`);
      if (columns.length === 0) return 'table with any columns';
      return `table: ${[...columns, ...(type.open ? ['…'] : [])].join(', ')}`;
    }
    case 'model':
      return type.task === null ? 'any model' : `${type.task} model`;
    case 'report':
      return type.about === null ? 'any report' : `report about ${type.about}`;
    case 'index':
    case 'blob':
      return type.kind;
  }
}

function paramSection(spec: NodeSpec): string[] {
  const { properties = {}, required = [] } = z.toJSONSchema(spec.params, {
    io: 'input',
    unrepresentable: 'any',
  }) as { properties?: Record<string, ParamSchema>; required?: string[] };
  const rows = Object.entries(properties).map(([name, schema]) => [
    `\`${name}\``,
    typeText(schema),
    required.includes(name) ? 'required' : `\`${JSON.stringify(schema.default ?? null)}\``,
    schema.description ?? '',
  ]);
  return rows.length === 0 ? [] : ['Params:', table(['param', 'type', 'default', 'about'], rows)];
}

const PURITY = {
  pure: 'Pure: equal inputs and params give equal bytes.',
  seeded: 'Seeded: equal inputs, params and document seed give equal bytes.',
  effect: 'It has an effect outside Weft, so it is never served from cache.',
} as const;

function facts(spec: NodeSpec): string {
  const { attempts, timeoutSeconds, memoryMb } = limitsOf(spec);
  const { queue } = resourcesOf(spec);
  const outside = spec.outside ? ' What it reads from disk is part of its cache key.' : '';
  return `Version ${spec.version}, a ${spec.shape}. ${PURITY[spec.purity]}${outside} Limits: ${attempts} attempts, ${timeoutSeconds} s, ${memoryMb} MiB; queue \`${queue}\`.`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
