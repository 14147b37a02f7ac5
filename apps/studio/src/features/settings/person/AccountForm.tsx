import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../../api/client.ts';
import { refreshMe, usePerson } from '../../../shell/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { Button, ErrorNote, Field, Input, toast, useSentence } from '../../../ui/index.ts';
import { Section } from '../Section.tsx';
import { messages } from './messages.ts';

export function AccountForm() {
  const t = useMessages(messages);
  const sentence = useSentence();
  const { name, email } = usePerson();
  const [typed, setTyped] = useState<string | null>(null);
  const undo = useMutation(
    trpc.session.update.mutationOptions({
      onSuccess: refreshMe,
      onError: (error) => toast(sentence(error), { tone: 'danger' }),
    }),
  );
  const save = useMutation(
    trpc.session.update.mutationOptions({
      onSuccess: async (_, { name: now = name }) => {
        await refreshMe();
        setTyped(null);
        toast(t('saved', { name: now }), {
          tone: 'success',
          action: { label: t('undo'), onSelect: () => undo.mutate({ name }) },
        });
      },
    }),
  );
  const value = typed ?? name;
  const problem = value.trim() === '' ? t('name-missing') : null;
  const changed = value.trim() !== name;
  return (
    <Section title={t('account')}>
      <form
        className="flex max-w-120 flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (changed && problem === null && !save.isPending) save.mutate({ name: value.trim() });
        }}
      >
        <Field label={t('name')} hint={t('name-hint')} error={problem} htmlFor="person-name">
          <div className="flex gap-2">
            <Input
              id="person-name"
              name="name"
              autoComplete="name"
              aria-describedby="person-name-below"
              aria-invalid={problem !== null}
              maxLength={100}
              value={value}
              onChange={({ target }) => setTyped(target.value)}
            />
            <Button type="submit" disabled={!changed || problem !== null} busy={save.isPending}>
              {t('save')}
            </Button>
          </div>
        </Field>
        <ErrorNote error={save.error} />
        <Field label={t('email')} hint={t('email-hint')}>
          <Input readOnly value={email} />
        </Field>
      </form>
    </Section>
  );
}
