import { useMutation } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { trpc } from '../../../api/client.ts';
import { usePerson, useWorkspace } from '../../../shell/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { obstacleTo, useMembers, useObstacleWords } from '../../../members/index.ts';
import { Button } from '../../../ui/index.ts';
import { ConfirmDialog } from '../ConfirmDialog.tsx';
import { Section } from '../Section.tsx';
import { messages } from './messages.ts';

export function LeaveWorkspace() {
  const t = useMessages(messages);
  const why = useObstacleWords();
  const { role } = useWorkspace();
  const { userId } = usePerson();
  const { soleOwner } = useMembers();
  const [asking, setAsking] = useState(false);
  const obstacle = obstacleTo({
    by: role,
    from: role,
    to: null,
    self: true,
    soleOwner: soleOwner === userId,
  });
  return (
    <Section title={t('leave')} text={obstacle === null ? t('leave-text') : why(obstacle)}>
      <div>
        <Button icon={LogOut} disabled={obstacle !== null} onClick={() => setAsking(true)}>
          {t('leave')}
        </Button>
      </div>
      {asking && <LeaveDialog onClose={() => setAsking(false)} />}
    </Section>
  );
}

export function LeaveDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useMessages(messages);
  const { workspaceId, name } = useWorkspace();
  const leave = useMutation(
    trpc.members.leave.mutationOptions({
      // The page is loaded anew: nothing of the workspace stays in its memory.
      onSuccess: () => location.assign('/'),
    }),
  );
  return (
    <ConfirmDialog
      title={t('leave-title', { name })}
      action={t('leave')}
      busy={leave.isPending || leave.isSuccess}
      error={leave.error}
      onConfirm={() => leave.mutate({ workspaceId })}
      onClose={onClose}
    >
      <p>{t('leave-ask')}</p>
    </ConfirmDialog>
  );
}
