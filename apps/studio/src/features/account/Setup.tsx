import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Redirect } from 'wouter';
import { trpc } from '../../api/client.ts';
import { refreshMe, useMe } from '../../shell/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, ErrorNote, Skeleton } from '../../ui/index.ts';
import { Card } from './Card.tsx';
import { isComplete, type Typed } from './check.ts';
import { messages } from './messages.ts';
import { PersonFields } from './PersonFields.tsx';
import { useHash } from './useHash.ts';

/** The first person makes themselves the owner. The token is in the fragment: it reaches no log on its way. */
export function Setup() {
  const t = useMessages(messages);
  const { person, needsSetup } = useMe();
  const token = useHash();
  const [typed, setTyped] = useState<Typed>({ name: '', email: '', password: '' });
  const claim = useMutation(trpc.setup.claim.mutationOptions({ onSuccess: refreshMe }));
  const check = useQuery(trpc.setup.check.queryOptions({ token }, { enabled: needsSetup && token !== '' }));
  if (person !== null || !needsSetup) return <Redirect to="/" replace />;
  if (token === '') return <Card title={t('setupFind')} text={t('setupFindText')} />;
  if (check.isError)
    return (
      <Card title={t('setup')}>
        <ErrorNote error={check.error} retry={() => void check.refetch()} />
      </Card>
    );
  if (check.data === undefined)
    return (
      <Card title={t('setup')}>
        <Skeleton className="h-40" />
      </Card>
    );
  if (!check.data.valid) return <Card title={t('setupOver')} text={t('setupOverText')} />;
  const ready = isComplete(typed);
  return (
    <Card title={t('setup')} text={t('setupText')}>
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) claim.mutate({ token, ...typed });
        }}
      >
        <PersonFields typed={typed} onChange={setTyped} />
        <ErrorNote error={claim.error} />
        <Button type="submit" variant="primary" disabled={!ready} busy={claim.isPending}>
          {t('claim')}
        </Button>
      </form>
    </Card>
  );
}
