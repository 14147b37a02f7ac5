import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../../api/client.ts';
import { refreshMe, useWorkspace } from '../../../shell/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { Button, ErrorNote, Field, Input, toast, useSentence } from '../../../ui/index.ts';
import { messages } from './messages.ts';

export function NameForm() {
  const t = useMessages(messages);
  const sentence = useSentence();
  const { workspaceId, name, can } = useWorkspace();
  const [typed, setTyped] = useState<string | null>(null);
  const undo = useMutation(
    trpc.workspaces.rename.mutationOptions({
      onSuccess: refreshMe,
      onError: (error) => toast(sentence(error), { tone: 'danger' }),
    }),
  );
  const rename = useMutation(
    trpc.workspaces.rename.mutationOptions({
      onSuccess: async (_, { name: now }) => {
        await refreshMe();
        setTyped(null);
        toast(t('renamed', { name: now }), {
          tone: 'success',
          action: { label: t('undo'), onSelect: () => undo.mutate({ workspaceId, name }) },
        });
      },
    }),
  );
  const may = can('workspace:change');
  const value = typed ?? name;
  const problem = value.trim() === '' ? t('name-missing') : null;
  const changed = value.trim() !== name;
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (may && changed && problem === null && !rename.isPending)
          rename.mutate({ workspaceId, name: value.trim() });
      }}
    >
      <Field
        label={t('name')}
        hint={may ? t('name-hint') : t('name-readonly')}
        error={problem}
        htmlFor="workspace-name"
      >
        <div className="flex gap-2">
          <Input
            id="workspace-name"
            aria-describedby="workspace-name-below"
            aria-invalid={problem !== null}
            readOnly={!may}
            maxLength={100}
            value={value}
            onChange={({ target }) => setTyped(target.value)}
          />
          {may && (
            <Button type="submit" disabled={!changed || problem !== null} busy={rename.isPending}>
              {t('rename')}
            </Button>
          )}
        </div>
      </Field>
      <ErrorNote error={rename.error} />
    </form>
  );
}
