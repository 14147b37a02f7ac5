import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { trpc } from '../../../api/client.ts';
import { useWorkspace } from '../../../shell/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { Button, Dialog, ErrorNote, Field, Input, Select } from '../../../ui/index.ts';
import { daysOf, LIFETIMES, type Lifetime } from './lifetimes.ts';
import type { Made } from './MadeKey.tsx';
import { messages } from './messages.ts';
import { ScopeChoice } from './ScopeChoice.tsx';
import type { ScopeGroup } from './scopes.ts';
import { refreshKeys } from './useKeys.ts';

export interface NewKeyDialogProps {
  readonly onMade: (made: Made) => void;
  readonly onClose: () => void;
}

export function NewKeyDialog({ onMade, onClose }: NewKeyDialogProps) {
  const t = useMessages(messages);
  const form = useId();
  const { workspaceId } = useWorkspace();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly ScopeGroup[]>(['read', 'run']);
  const [lifetime, setLifetime] = useState<Lifetime>('90');
  const create = useMutation(
    trpc.keys.create.mutationOptions({
      onSuccess: (made, input) => {
        onMade({ ...made, name: input.name });
        onClose();
      },
      onSettled: refreshKeys,
    }),
  );
  const ready = name.trim() !== '' && scopes.length > 0;
  const lifetimeWord = (each: Lifetime): string => {
    const days = daysOf(each);
    if (days === undefined) return t('never');
    return days === 365 ? t('year') : t('days', { count: days });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title={t('new')}
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
          const expiresInDays = daysOf(lifetime);
          if (ready && !create.isPending)
            create.mutate({
              workspaceId,
              name: name.trim(),
              scopes: [...scopes],
              ...(expiresInDays !== undefined && { expiresInDays }),
            });
        }}
      >
        <Field label={t('name')} hint={t('name-hint')}>
          <Input autoFocus maxLength={32} value={name} onChange={({ target }) => setName(target.value)} />
        </Field>
        <ScopeChoice chosen={scopes} onChange={setScopes} />
        <Field label={t('expires')} hint={t('expires-hint')}>
          <Select
            value={lifetime}
            onValueChange={setLifetime}
            options={LIFETIMES.map((value) => ({ value, label: lifetimeWord(value) }))}
          />
        </Field>
        <ErrorNote error={create.error} />
      </form>
    </Dialog>
  );
}
