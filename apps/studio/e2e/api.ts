import { DOCUMENT_FORMAT, DOCUMENT_VERSION } from '@weft/engine/graph';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import type { AppRouter } from '@weft/server/router';
import { person, PASSWORD, type Person, type PersonOptions } from './people.ts';
import type { World } from './world.ts';

export type Api = TRPCClient<AppRouter>;

/** The server as the person's page reaches it: their cookies, and the page's origin. For what a test takes as given. */
export function apiOf({ context }: Person, { url }: World): Api {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${url}/api/trpc`,
        fetch: async (address, init) => {
          const answer = await context.request.fetch(address as string, {
            method: init?.method ?? 'GET',
            headers: { ...(init?.headers as Record<string, string>), origin: url },
            ...(init?.body === undefined ? {} : { data: init.body as string }),
          });
          return new Response(new Uint8Array(await answer.body()), { status: answer.status() });
        },
      }),
    ],
  });
}

export async function workspaceIdOf(api: Api): Promise<string> {
  const { person: me } = await api.session.me.query();
  return me!.workspaces[0]!.workspaceId;
}

export interface OwnerOptions extends PersonOptions {
  readonly name?: string;
}

/** The first person, without the pages on the way: story.test.ts goes through those. */
export async function owner(world: World, { name = 'Ada', ...options }: OwnerOptions = {}): Promise<Person> {
  const made = await person(world, options);
  const token = new URL(world.setupLink).hash.slice(1);
  await apiOf(made, world).setup.claim.mutate({ token, name, email: emailOf(name), password: PASSWORD });
  return made;
}

export interface NewcomerOptions extends PersonOptions {
  readonly invitedBy: Person;
  readonly name: string;
  readonly role: 'editor' | 'viewer' | 'operator';
}

/** One more person of the workspace, likewise. */
export async function newcomer(
  world: World,
  { invitedBy, name, role, ...options }: NewcomerOptions,
): Promise<Person> {
  const inviter = apiOf(invitedBy, world);
  const workspaceId = await workspaceIdOf(inviter);
  const { invitationId } = await inviter.invitations.create.mutate({
    workspaceId,
    email: emailOf(name),
    role,
  });
  const made = await person(world, options);
  await apiOf(made, world).session.signUp.mutate({
    name,
    email: emailOf(name),
    password: PASSWORD,
    invitation: invitationId,
  });
  return made;
}

const emailOf = (name: string): string => `${name.toLowerCase()}@example.org`;

/** What a document file says of nodes and wires; the rest is filled in. */
export interface Content {
  readonly title?: string;
  readonly description?: string;
  readonly nodes: Readonly<Record<string, object>>;
  readonly edges?: Readonly<Record<string, { readonly from: string; readonly to: string }>>;
  readonly groups?: Readonly<Record<string, { readonly title: string }>>;
}

export const fileOf = (content: Content): object => ({
  format: DOCUMENT_FORMAT,
  formatVersion: DOCUMENT_VERSION,
  title: 'Test',
  seed: 1,
  edges: {},
  ...content,
});

/** Makes a document from a file, and gives the address of its page. */
export async function makeDocument(
  person: Person,
  world: World,
  content: Content,
): Promise<{ readonly documentId: string; readonly address: string }> {
  const api = apiOf(person, world);
  const workspaceId = await workspaceIdOf(api);
  const { documentId } = await api.documents.create.mutate({
    workspaceId,
    from: { content: fileOf(content) },
  });
  return { documentId, address: `/w/default/d/${documentId}` };
}
