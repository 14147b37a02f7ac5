import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { trpc } from '../../api/client.ts';
import { refreshMe } from '../../shell/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, ErrorNote } from '../../ui/index.ts';
import { isComplete, type Typed } from './check.ts';
import { messages } from './messages.ts';
import { PersonFields } from './PersonFields.tsx';

/** An account made by an invitation is a member from its first moment. */
export function SignUpToJoin({
  invitationId,
  email,
}: {
  readonly invitationId: string;
  readonly email: string;
}) {
  const t = useMessages(messages);
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState<Typed>({ name: '', email, password: '' });
  const signUp = useMutation(
    trpc.session.signUp.mutationOptions({
      onSuccess: async () => {
        await refreshMe();
        navigate('/', { replace: true });
      },
    }),
  );
  const ready = isComplete(typed);
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) signUp.mutate({ ...typed, invitation: invitationId });
      }}
    >
      <PersonFields typed={typed} onChange={setTyped} fixedEmail />
      <ErrorNote error={signUp.error} />
      <Button type="submit" variant="primary" disabled={!ready} busy={signUp.isPending}>
        {t('accept')}
      </Button>
    </form>
  );
}
