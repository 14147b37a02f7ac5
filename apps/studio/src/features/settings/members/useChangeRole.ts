import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../../api/client.ts';
import { refreshMe, usePerson, useRoleWords, useWorkspace, type Role } from '../../../shell/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { obstacleTo, refreshMembers, type Member } from '../../../members/index.ts';
import { toast, useSentence } from '../../../ui/index.ts';
import { messages } from './messages.ts';

/** Changes a member's role. The new one shows at once; a toast takes it back. */
export function useChangeRole({ userId, name, role: from }: Member): {
  readonly role: Role;
  readonly pending: boolean;
  readonly change: (to: Role) => void;
} {
  const t = useMessages(messages);
  const word = useRoleWords();
  const sentence = useSentence();
  const { workspaceId, role: own } = useWorkspace();
  const self = usePerson().userId === userId;
  const mutation = useMutation(
    trpc.members.setRole.mutationOptions({
      onError: (error) => toast(sentence(error), { tone: 'danger' }),
      // The list first: until it is there, the choice shows what was asked for.
      onSettled: async () => await Promise.all([refreshMembers(), self && refreshMe()]),
    }),
  );
  const change = (to: Role): void =>
    mutation.mutate(
      { workspaceId, userId, role: to },
      {
        onSuccess: () => {
          const by = self ? to : own;
          const mayUndo = obstacleTo({ by, from: to, to: from }) === null;
          toast(t('now-role', { name, role: word(to).name }), {
            id: `role-${userId}`,
            tone: 'success',
            ...(mayUndo && {
              action: {
                label: t('undo'),
                onSelect: () => mutation.mutate({ workspaceId, userId, role: from }),
              },
            }),
          });
        },
      },
    );
  return {
    role: mutation.isPending ? mutation.variables.role : from,
    pending: mutation.isPending,
    change,
  };
}
