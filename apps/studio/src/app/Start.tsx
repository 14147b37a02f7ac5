import { Building2, Plus } from 'lucide-react';
import { Redirect } from 'wouter';
import { useMessages } from '../i18n/index.ts';
import { openDialog, paths, signOut, useMe } from '../shell/index.ts';
import { Button, EmptyState } from '../ui/index.ts';
import { GlobalDialogs } from './GlobalDialogs.tsx';
import { messages } from './messages.ts';
import { lastWorkspace } from '../shell/workspace.ts';

/** `/`: on to where one was last. */
export function Start() {
  const { person, needsSetup } = useMe();
  if (person === null) return <Redirect to={needsSetup ? '/setup' : '/sign-in'} replace />;
  const last = lastWorkspace(person.workspaces);
  return last === null ? <NoWorkspace /> : <Redirect to={paths.home(last.slug)} replace />;
}

function NoWorkspace() {
  const t = useMessages(messages);
  return (
    <main className="mx-auto w-full max-w-140 px-4 py-16">
      <EmptyState
        isPage
        icon={Building2}
        title={t('noneYet')}
        text={t('noneYetText')}
        action={
          <>
            <Button variant="primary" icon={Plus} onClick={() => openDialog('new-workspace')}>
              {t('newWorkspace')}
            </Button>
            <Button variant="plain" onClick={() => void signOut()}>
              {t('signOut')}
            </Button>
          </>
        }
      />
      <GlobalDialogs />
    </main>
  );
}
