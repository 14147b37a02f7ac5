import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { trpc } from '../../../api/client.ts';
import { linkLook, paths, useWorkspace } from '../../../shell/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { CopyButton, ErrorNote, Field, Input, Skeleton } from '../../../ui/index.ts';
import { Section } from '../Section.tsx';
import { LeaveWorkspace } from './LeaveWorkspace.tsx';
import { messages } from './messages.ts';
import { NameForm } from './NameForm.tsx';

export function WorkspaceTab() {
  const t = useMessages(messages);
  const { workspaceId, slug } = useWorkspace();
  const workspace = useQuery(trpc.workspaces.get.queryOptions({ workspaceId }));
  return (
    <>
      <Section title={t('workspace')}>
        <div className="flex max-w-120 flex-col gap-4">
          <NameForm />
          <Field label={t('id')} hint={t('id-hint')} htmlFor="workspace-id">
            <div className="flex gap-2">
              <Input
                id="workspace-id"
                readOnly
                aria-describedby="workspace-id-below"
                value={workspaceId}
                className="font-mono text-sm"
                onFocus={({ target }) => target.select()}
              />
              <CopyButton text={workspaceId} />
            </div>
          </Field>
          <ErrorNote error={workspace.error} retry={() => void workspace.refetch()} />
          {workspace.isPending && <Skeleton className="h-5 w-40" />}
          {workspace.isSuccess && (
            <p className="text-ink-2">
              <Link href={paths.settings(slug, 'members')} className={linkLook}>
                {t('count', { count: workspace.data.members })}
              </Link>
            </p>
          )}
        </div>
      </Section>
      <LeaveWorkspace />
    </>
  );
}
