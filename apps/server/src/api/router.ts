import { artifacts } from './artifacts.ts';
import { documents } from './documents.ts';
import { invitations } from './invitations.ts';
import { keys } from './keys.ts';
import { members } from './members.ts';
import { runs } from './runs.ts';
import { session } from './session.ts';
import { setup } from './setup.ts';
import { templates } from './templates.ts';
import { router } from './trpc.ts';
import { uploads } from './uploads.ts';
import { workers } from './workers.ts';
import { workspaces } from './workspaces.ts';

export const appRouter = router({
  session,
  setup,
  workspaces,
  members,
  invitations,
  keys,
  documents,
  templates,
  runs,
  artifacts,
  uploads,
  workers,
});
export type AppRouter = typeof appRouter;
