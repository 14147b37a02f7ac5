import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../api/client.ts';
import { usePerson } from '../../app/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, ErrorNote, Field, PasswordInput, toast } from '../../ui/index.ts';
import { messages } from './messages.ts';

const LEAST = 10;
const MOST = 128;

export function PasswordForm() {
  const t = useMessages(messages);
  const { email } = usePerson();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation(
    trpc.session.changePassword.mutationOptions({
      onSuccess: async () => {
        setCurrent('');
        setNext('');
        toast(t('passwordChanged'), { tone: 'success' });
        await queryClient.invalidateQueries({ queryKey: trpc.session.list.queryKey() });
      },
    }),
  );
  const ready = current !== '' && next.length >= LEAST;
  return (
    <form
      className="flex max-w-100 flex-col items-stretch gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) change.mutate({ current, next });
      }}
    >
      {/* Password managers want to know whose it is. */}
      <input hidden readOnly name="email" autoComplete="username" value={email} />
      <Field label={t('current')}>
        <PasswordInput
          autoComplete="current-password"
          maxLength={MOST}
          value={current}
          onChange={({ target }) => setCurrent(target.value)}
        />
      </Field>
      <Field label={t('next')} hint={t('nextHint', { count: LEAST })}>
        <PasswordInput
          autoComplete="new-password"
          maxLength={MOST}
          value={next}
          onChange={({ target }) => setNext(target.value)}
        />
      </Field>
      <ErrorNote error={change.error} />
      <div>
        <Button type="submit" variant="primary" disabled={!ready} busy={change.isPending}>
          {t('changePassword')}
        </Button>
      </div>
    </form>
  );
}
