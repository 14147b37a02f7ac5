import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { z } from 'zod';
import type { Action, Role } from '../apps/server/src/policy/actions.ts';
import type { Meta } from '../apps/server/src/api/trpc.ts';

/** Where the page stands in the repository. */
export const API_REFERENCE = join(import.meta.dirname, '../docs/reference/api.md');

export interface ApiProcedure {
  readonly path: string;
  readonly type: string;
  readonly meta: Meta;
  readonly input: Readonly<Record<string, z.ZodType>>;
}

/** Writes docs/reference/api.md from the router and the table of rights. */
export async function genApi(): Promise<void> {
  const page = await apiReference();
  if ((await readFile(API_REFERENCE, 'utf8').catch(() => null)) === page) return;
  await writeFile(API_REFERENCE, page);
  process.stdout.write(`wrote ${relative(process.cwd(), API_REFERENCE)}\n`);
}

/** The page. Equal routers give equal text. */
export async function apiReference(): Promise<string> {
  const { ACTIONS, ROLES } = await import('../apps/server/src/policy/actions.ts');
  const { appRouter } = await import('../apps/server/src/api/router.ts');
  const { ROUTES } = await import('../apps/server/src/http/routes.ts');
  const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, unknown>).map(
    ([path, procedure]) => describe(path, procedure as Procedure),
  );
  const routes = Object.values(ROUTES).map(({ method, path, access }) => [
    method === 'UPGRADE' ? 'WebSocket' : method,
    `\`${path}\``,
    access === 'anyone' ? 'anyone' : access === 'procedures' ? 'see below' : `\`${access}\``,
  ]);
  return `${[
    INTRODUCTION,
    '## Roles',
    'A person has one role in each workspace. A key has the weaker of its own role and that of the person who made it.',
    rolesTable(ACTIONS, ROLES),
    '## Addresses',
    table(['method', 'path', 'right'], routes),
    '## Procedures',
    'An `*` marks a field that must be given. Inputs with other fields are refused.',
    table(
      ['procedure', 'kind', 'right', 'input'],
      procedures.map(({ path, type, meta, input }) => [
        `\`${path}\``,
        type,
        meta.access === 'anyone'
          ? 'anyone'
          : meta.access === 'signed_in'
            ? 'any person'
            : `\`${meta.access}\``,
        Object.entries(input)
          .map(([name, field]) => `\`${name}\`${field.safeParse(undefined).success ? '' : '*'}`)
          .join(', '),
      ]),
    ),
  ].join('\n\n')}\n`;
}

interface Procedure {
  readonly _def: {
    readonly type: string;
    readonly meta: Meta;
    readonly inputs: readonly { readonly shape?: Readonly<Record<string, z.ZodType>> }[];
  };
}

const describe = (path: string, { _def: { type, meta, inputs } }: Procedure): ApiProcedure => ({
  path,
  type,
  meta,
  input: Object.assign({}, ...inputs.map(({ shape }) => shape ?? {})) as Readonly<Record<string, z.ZodType>>,
});

/** What each action is called in front of people. A new one without a name does not compile. */
const ACTION_NAMES: Readonly<Record<Action, string>> = {
  'workspace:read': 'see the workspace',
  'workspace:change': 'rename the workspace',
  'member:read': 'see who is in it',
  'member:change': 'invite, remove, change roles',
  'key:read': 'see its keys',
  'key:change': 'make and revoke keys',
  'document:read': 'open documents',
  'document:create': 'make documents',
  'document:change': 'edit documents',
  'document:delete': 'delete and restore documents',
  'run:read': 'see runs and why steps run',
  'run:start': 'start runs',
  'run:control': 'pause, resume, cancel, retry',
  'run:answer': 'answer a step that asks',
  'artifact:read': 'see and download results',
  'upload:read': 'see uploaded files',
  'upload:create': 'upload files',
  'worker:read': 'see workers',
};

function rolesTable(actions: Readonly<Record<Action, readonly Role[]>>, roles: readonly Role[]): string {
  return table(
    ['may', ...roles],
    Object.entries(actions).map(([action, allowed]) => [
      ACTION_NAMES[action as Action],
      ...roles.map((role) => ((allowed as readonly Role[]).includes(role) ? '✓' : '')),
    ]),
  );
}

const INTRODUCTION = `# The server's interface

<!-- Written by \`npm run gen\` from the router and the table of rights. Do not edit. -->

Everything the server answers to, and who may ask. The studio uses nothing else. Programs send a key of a workspace as
\`authorization: Bearer <key>\`; queries are \`GET /api/trpc/<procedure>?input=<JSON>\`, mutations
\`POST /api/trpc/<procedure>\` with the input as JSON, subscriptions server-sent events.`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
