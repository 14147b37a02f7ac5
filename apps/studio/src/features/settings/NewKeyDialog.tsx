import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { queryClient, trpc } from '../../api/client.ts';
import { useWorkspace } from '../../app/index.ts';
import { RoleSelect } from '../../app/members/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, CopyButton, Dialog, ErrorNote, Field, Input, Select } from '../../ui/index.ts';
import { messages } from './messages.ts';

/** What programs may be: they neither manage members nor review. */
const KEY_ROLES = ['editor', 'operator', 'viewer'] as const;
type KeyRole = (typeof KEY_ROLES)[number];
const NEVER = 'never';
const DAYS = ['30', '90', '365', NEVER] as const;

/** First what the key is for; then the key, this once. */
export function NewKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useMessages(messages);
  const form = useId();
  const { workspaceId } = useWorkspace();
  const [name, setName] = useState('');
  const [role, setRole] = useState<KeyRole>('operator');
  const [days, setDays] = useState<(typeof DAYS)[number]>('90');
  const make = useMutation(
    trpc.keys.create.mutationOptions({
      // Leaving the page of it must not leave the key in memory.
      gcTime: 0,
      onSuccess: async () => await queryClient.invalidateQueries({ queryKey: trpc.keys.list.pathKey() }),
    }),
  );
  const ready = name.trim() !== '';
  if (make.data !== undefined)
    return (
      <Dialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={t('keyMade')}
        description={t('keyMadeText')}
        footer={
          <Button variant="primary" onClick={onClose}>
            {t('done')}
          </Button>
        }
      >
        <div className="flex flex-wrap gap-2">
          <div className="min-w-48 flex-1">
            <Input
              readOnly
              autoFocus
              aria-label={t('key')}
              value={make.data.key}
              className="font-mono text-sm"
              onFocus={({ target }) => target.select()}
            />
          </div>
          <CopyButton text={make.data.key} />
        </div>
      </Dialog>
    );
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t('newKey')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form={form} variant="primary" disabled={!ready} busy={make.isPending}>
            {t('makeKey')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const expiry = days === NEVER ? {} : { expiresInDays: Number(days) };
          if (ready) make.mutate({ workspaceId, name: name.trim(), role, ...expiry });
        }}
      >
        <Field label={t('keyName')} hint={t('keyNameHint')}>
          <Input value={name} maxLength={32} autoFocus onChange={({ target }) => setName(target.value)} />
        </Field>
        <Field label={t('keyRole')}>
          <RoleSelect
            roles={KEY_ROLES}
            value={role}
            onChange={(next) => setRole(KEY_ROLES.find((each) => each === next) ?? role)}
          />
        </Field>
        <Field label={t('keyExpires')}>
          <Select
            value={days}
            onValueChange={setDays}
            options={DAYS.map((value) => ({
              value,
              label: value === NEVER ? t('never') : t('days', { count: Number(value) }),
            }))}
          />
        </Field>
        <ErrorNote error={make.error} />
      </form>
    </Dialog>
  );
}
