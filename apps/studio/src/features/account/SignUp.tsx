import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, Redirect, useSearchParams } from 'wouter';
import { trpc } from '../../api/client.ts';
import { linkLook, paths, refreshMe, safeNext, useMe } from '../../shell/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, ErrorNote } from '../../ui/index.ts';
import { Card } from './Card.tsx';
import { isComplete, type Typed } from './check.ts';
import { messages } from './messages.ts';
import { PersonFields } from './PersonFields.tsx';
import { Providers } from './Providers.tsx';

export function SignUp() {
  const t = useMessages(messages);
  const { person, signUp: open } = useMe();
  const [params] = useSearchParams();
  const next = safeNext(params.get('next'));
  const [typed, setTyped] = useState<Typed>({ name: '', email: '', password: '' });
  const signUp = useMutation(trpc.session.signUp.mutationOptions({ onSuccess: refreshMe }));
  if (person !== null) return <Redirect to={next} replace />;
  const toSignIn = (
    <Link href={paths.signIn(params.get('next') ?? undefined)} className={linkLook}>
      {t('haveAccount')}
    </Link>
  );
  if (open !== 'open') return <Card title={t('signUp')} text={t('invitedOnly')} footer={toSignIn} />;
  const ready = isComplete(typed);
  return (
    <Card title={t('signUp')} text={t('signUpText')} footer={toSignIn}>
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) signUp.mutate(typed);
        }}
      >
        <PersonFields typed={typed} onChange={setTyped} />
        <ErrorNote error={signUp.error} />
        <Button type="submit" variant="primary" disabled={!ready} busy={signUp.isPending}>
          {t('signUp')}
        </Button>
        <Providers to={next} />
      </form>
    </Card>
  );
}
