import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { z } from 'zod';
import type { Action, Role, WorkspaceAction } from '../apps/server/src/policy/actions.ts';
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
  const { may, ROLES, ruleOf } = await import('../apps/server/src/policy/actions.ts');
  const { SCOPE_GROUPS } = await import('../apps/server/src/policy/scopes.ts');
  const { appRouter } = await import('../apps/server/src/api/router.ts');
  const { ROUTES } = await import('../apps/server/src/http/routes.ts');
  const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, unknown>).map(
    ([path, procedure]) => describe(path, procedure as Procedure),
  );
  const rightOf = (action: Action): string => {
    const { by } = ruleOf(action);
    return by === 'anyone' ? 'anyone' : by === 'persons' ? 'any person' : `\`${action}\``;
  };
  const { MESSAGES } = await import('../apps/server/src/sync/access.ts');
  const routes = Object.values(ROUTES).map(({ method, path, guard }) => [
    method === 'UPGRADE' ? 'WebSocket' : method,
    `\`${path}\``,
    guard === 'procedures' ? 'see below' : rightOf(guard.action),
  ]);
  // The rights that some address asks for; a rule may stand in the table before what it is for.
  const asked = new Set<string>([
    ...procedures.map(({ meta }) => meta.action),
    ...Object.values(ROUTES).flatMap(({ guard }) => (guard === 'procedures' ? [] : [guard.action])),
    ...Object.values(MESSAGES),
  ]);
  const actions = (Object.keys(ACTION_NAMES) as WorkspaceAction[]).filter((action) => asked.has(action));
  return `${[
    INTRODUCTION,
    '## Roles',
    `A person has one role in each workspace. A foreign id, one that was deleted and one that never was get the same answer:
404. A document that was deleted takes its runs and everything they made with it.`,
    table(
      ['may', 'right', ...ROLES],
      actions.map((action) => [
        ACTION_NAMES[action],
        `\`${action}\``,
        ...ROLES.map((role: Role) => (may(role, action) ? '✓' : '')),
      ]),
    ),
    '## Keys',
    `A key acts in one workspace for the person who made it, with the scopes it was made with and never with more than
their role allows at the time. A scope is a group below, or a single right of one, such as \`run:start\`. Rights in no
group are for people.`,
    table(
      ['scope', 'rights'],
      Object.entries(SCOPE_GROUPS).map(([group, rights]) => [
        `\`${group}\``,
        rights.map((right) => `\`${right}\``).join(', '),
      ]),
    ),
    '## Addresses',
    table(['method', 'path', 'right'], routes),
    '## Procedures',
    'An `*` marks a field that must be given. Inputs with other fields are refused.',
    table(
      ['procedure', 'kind', 'right', 'input'],
      procedures.map(({ path, type, meta, input }) => [
        `\`${path}\``,
        type,
        rightOf(meta.action),
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
const ACTION_NAMES: Readonly<Record<WorkspaceAction, string>> = {
  'workspace:read': 'see the workspace',
  'workspace:change': 'rename the workspace',
  'member:read': 'see who is in it',
  'member:change': 'invite, remove, change roles',
  'member:leave': 'leave',
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
  'model_version:approve': 'approve versions of models, but for their own',
};

const INTRODUCTION = `# The server's interface

<!-- Written by \`npm run gen\` from the router and the table of rights. Do not edit. -->

Everything the server answers to, and who may ask. The studio uses nothing else. Programs send a key of a workspace as
\`authorization: Bearer <key>\`; queries are \`GET /api/trpc/<procedure>?input=<JSON>\`, mutations
\`POST /api/trpc/<procedure>\` with the input as JSON, subscriptions server-sent events.`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
