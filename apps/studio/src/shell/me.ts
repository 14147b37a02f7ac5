import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@weft/server/router';
import { createContext, use } from 'react';
import { queryClient, trpc } from '../api/client.ts';

type Outputs = inferRouterOutputs<AppRouter>;
export type Me = Outputs['session']['me'];
export type Person = NonNullable<Me['person']>;
export type WorkspaceOfMine = Person['workspaces'][number];
export type Role = WorkspaceOfMine['role'];
export type Action = WorkspaceOfMine['actions'][number];

export const MeContext = createContext<Me | null>(null);

/** Who is signed in, and what is known before anybody is. Known wherever anything is shown. */
export function useMe(): Me {
  const me = use(MeContext);
  if (me === null) throw new Error('useMe is used outside the studio');
  return me;
}

/** Whoever is signed in. Only on pages behind the sign-in. */
export function usePerson(): Person {
  const { person } = useMe();
  if (person === null) throw new Error('usePerson is used on a page for everybody');
  return person;
}

/** After signing in or out, or when a right changed: asks again who one is. */
export const refreshMe = async (): Promise<void> =>
  await queryClient.invalidateQueries({ queryKey: trpc.session.me.queryKey() });
