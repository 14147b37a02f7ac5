import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { trpc } from '../../api/client.ts';
import { linkLook, paths, refreshMe } from '../../shell/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, ErrorNote, Field, PasswordInput, toast } from '../../ui/index.ts';
import { Card } from './Card.tsx';
import { PASSWORD_LEAST, PASSWORD_MOST, problems } from './check.ts';
import { messages } from './messages.ts';
import { useHash } from './useHash.ts';

export function ResetPassword() {
  const t = useMessages(messages);
  const token = useHash();
  const [, navigate] = useLocation();
  const [password, setPassword] = useState('');
  const reset = useMutation(
    trpc.session.resetPassword.mutationOptions({
      onSuccess: async () => {
        await refreshMe();
        toast(t('resetDone'), { tone: 'success' });
        navigate(paths.signIn(), { replace: true });
      },
    }),
  );
  if (!/^[A-Za-z0-9_-]{43}$/.test(token))
    return <Card title={t('resetMissing')} text={t('resetMissingText')} footer={<ToSignIn />} />;
  const problem = problems.password(password);
  return (
    <Card title={t('reset')} text={t('resetText')} footer={<ToSignIn />}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === null) reset.mutate({ token, password });
        }}
      >
        <Field label={t('password')} hint={t('passwordHint', { count: PASSWORD_LEAST })}>
          <PasswordInput
            name="password"
            autoComplete="new-password"
            autoFocus
            maxLength={PASSWORD_MOST}
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        </Field>
        <ErrorNote error={reset.error} />
        <Button type="submit" variant="primary" disabled={problem !== null} busy={reset.isPending}>
          {t('save')}
        </Button>
      </form>
    </Card>
  );
}

function ToSignIn() {
  const t = useMessages(messages);
  return (
    <Link href={paths.signIn()} className={linkLook}>
      {t('signIn')}
    </Link>
  );
}
