import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../../api/client.ts';
import { useWorkspace } from '../../../shell/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { toast } from '../../../ui/index.ts';
import { ConfirmDialog } from '../ConfirmDialog.tsx';
import { messages } from './messages.ts';
import { refreshKeys, type KeyItem } from './useKeys.ts';

export interface RevokeKeyDialogProps {
  readonly item: KeyItem;
  readonly onClose: () => void;
}

/** Asks first: the key is gone for good, and whatever uses it stops. */
export function RevokeKeyDialog({ item: { keyId, name }, onClose }: RevokeKeyDialogProps) {
  const t = useMessages(messages);
  const { workspaceId } = useWorkspace();
  const revoke = useMutation(
    trpc.keys.revoke.mutationOptions({
      onSuccess: async () => {
        await refreshKeys();
        toast(t('revoked', { name }), { tone: 'success' });
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      title={t('revoke-title', { name })}
      action={t('revoke-action')}
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ workspaceId, keyId })}
      onClose={onClose}
    >
      <p>{t('revoke-text')}</p>
    </ConfirmDialog>
  );
}
