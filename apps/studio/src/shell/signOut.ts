import { api } from '../api/client.ts';

/** Ends the session. The page is loaded anew: nothing of this person stays in its memory. */
export async function signOut(to = '/sign-in'): Promise<void> {
  await api.session.signOut.mutate();
  location.assign(to);
}
