import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../../api/client.ts';
import { useWorkspace } from '../../../shell/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { refreshMembers, type Member } from '../../../members/index.ts';
import { toast } from '../../../ui/index.ts';
import { ConfirmDialog } from '../ConfirmDialog.tsx';
import { messages } from './messages.ts';

export interface RemoveDialogProps {
  readonly member: Member;
  readonly onClose: () => void;
}

/** Asks first: to undo it, whoever was removed would have to accept a new invitation. */
export function RemoveDialog({ member: { userId, name }, onClose }: RemoveDialogProps) {
  const t = useMessages(messages);
  const { workspaceId, name: workspace } = useWorkspace();
  const remove = useMutation(
    trpc.members.remove.mutationOptions({
      onSuccess: async () => {
        await refreshMembers();
        toast(t('removed', { name }), { tone: 'success' });
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      title={t('remove-title', { name, workspace })}
      action={t('remove-action')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ workspaceId, userId })}
      onClose={onClose}
    >
      <p>{t('remove-text')}</p>
    </ConfirmDialog>
  );
}
