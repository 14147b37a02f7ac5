import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, Redirect, useSearchParams } from 'wouter';
import { trpc } from '../../api/client.ts';
import { linkLook, paths, refreshMe, safeNext, useMe } from '../../shell/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, ErrorNote, Field, Input, PasswordInput } from '../../ui/index.ts';
import { Card } from './Card.tsx';
import { messages } from './messages.ts';
import { Providers } from './Providers.tsx';

export function SignIn() {
  const t = useMessages(messages);
  const { person, signUp } = useMe();
  const [params] = useSearchParams();
  const next = safeNext(params.get('next'));
  const failed = params.get('error');
  const [email, setEmail] = useState(params.get('email') ?? '');
  const [password, setPassword] = useState('');
  const signIn = useMutation(trpc.session.signIn.mutationOptions({ onSuccess: refreshMe }));
  if (person !== null) return <Redirect to={next} replace />;
  const ready = email.trim() !== '' && password !== '';
  return (
    <Card
      title={t('signIn')}
      text={t('signInText')}
      footer={
        <>
          {signUp === 'open' ? (
            <Link href={paths.signUp(params.get('next') ?? undefined)} className={linkLook}>
              {t('noAccount')}
            </Link>
          ) : (
            <p className="max-w-95 text-center text-sm">{t('invitedOnly')}</p>
          )}
          <details className="max-w-95 text-center text-sm">
            <summary className="rounded-sm">{t('forgot')}</summary>
            <p className="mt-1">{t('forgotText')}</p>
          </details>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) signIn.mutate({ email, password });
        }}
      >
        {failed !== null && signIn.isIdle && (
          <p role="alert" className="text-failed">
            {t(failure(failed))}
          </p>
        )}
        <Field label={t('email')}>
          <Input
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            value={email}
            onChange={({ target }) => setEmail(target.value)}
          />
        </Field>
        <Field label={t('password')}>
          <PasswordInput
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        </Field>
        <ErrorNote error={signIn.error} />
        <Button type="submit" variant="primary" disabled={!ready} busy={signIn.isPending}>
          {t('signIn')}
        </Button>
        <Providers to={next} />
      </form>
    </Card>
  );
}

/** What a sign-in provider brought back, as a sentence. */
function failure(code: string) {
  switch (code) {
    case 'account_not_linked':
    case 'provider_away':
      return `error-${code}` as const;
    case 'not_invited':
      return 'invitedOnly';
    default:
      return 'error-other';
  }
}
