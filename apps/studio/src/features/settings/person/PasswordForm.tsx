import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { refusalOf, trpc } from '../../../api/client.ts';
import { usePerson } from '../../../shell/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { Button, ErrorNote, Field, PasswordInput, toast } from '../../../ui/index.ts';
import { Section } from '../Section.tsx';
import { messages } from './messages.ts';
import { refreshSessions } from './sessions.ts';

/** As on the server: long enough, and no rule about which characters. */
const LEAST = 10;
const MOST = 128;

export function PasswordForm() {
  const t = useMessages(messages);
  const { email } = usePerson();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [left, setLeft] = useState(false);
  const change = useMutation(
    trpc.session.changePassword.mutationOptions({
      onSuccess: async () => {
        setCurrent('');
        setNext('');
        setLeft(false);
        toast(t('password-changed'), { tone: 'success' });
        await refreshSessions();
      },
    }),
  );
  const missing = LEAST - next.length;
  const ready = current !== '' && missing <= 0;
  // Said at the field it is about, and only until that is typed anew.
  const wrong = refusalOf(change.error)?.code === 'wrong_password' ? change.error : null;
  return (
    <Section title={t('password')} text={t('password-text')}>
      <form
        className="flex max-w-120 flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !change.isPending) change.mutate({ current, next });
        }}
      >
        {/* For password managers, which keep a password with its account. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <Field label={t('current')} error={wrong?.message}>
          <PasswordInput
            autoComplete="current-password"
            maxLength={MOST}
            value={current}
            onChange={({ target }) => {
              setCurrent(target.value);
              if (wrong !== null) change.reset();
            }}
          />
        </Field>
        <Field
          label={t('next')}
          hint={t('next-hint', { count: LEAST })}
          error={left && next !== '' && missing > 0 ? t('short', { count: missing }) : null}
        >
          <PasswordInput
            autoComplete="new-password"
            maxLength={MOST}
            value={next}
            onChange={({ target }) => setNext(target.value)}
            onBlur={() => setLeft(true)}
          />
        </Field>
        <ErrorNote error={wrong === null ? change.error : null} />
        <div>
          <Button type="submit" disabled={!ready} busy={change.isPending}>
            {t('change-password')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
