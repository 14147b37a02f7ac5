import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useLocation } from 'wouter';
import { queryClient, trpc } from '../api/client.ts';
import { useMessages } from '../i18n/index.ts';
import { paths, refreshMe } from '../shell/index.ts';
import { Button, Dialog, ErrorNote, Field, Input } from '../ui/index.ts';
import { messages } from './messages.ts';

export function NewWorkspaceDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useMessages(messages);
  const form = useId();
  const [, navigate] = useLocation();
  const [name, setName] = useState('');
  const create = useMutation(
    trpc.workspaces.create.mutationOptions({
      onSuccess: async ({ workspaceId }) => {
        await refreshMe();
        const me = queryClient.getQueryData(trpc.session.me.queryKey());
        const made = me?.person?.workspaces.find((each) => each.workspaceId === workspaceId);
        onClose();
        if (made !== undefined) navigate(paths.home(made.slug));
      },
    }),
  );
  const ready = name.trim() !== '';
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title={t('newWorkspace')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form={form} variant="primary" disabled={!ready} busy={create.isPending}>
            {t('create')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) create.mutate({ name: name.trim() });
        }}
      >
        <Field label={t('workspaceName')} hint={t('workspaceNameHint')}>
          <Input value={name} maxLength={100} autoFocus onChange={(event) => setName(event.target.value)} />
        </Field>
        <ErrorNote error={create.error} />
      </form>
    </Dialog>
  );
}
