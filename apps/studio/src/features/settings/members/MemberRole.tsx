import { Lock } from 'lucide-react';
import { useState } from 'react';
import { ROLES, usePerson, useRoleWords, useWorkspace, type Role } from '../../../shell/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { obstacleTo, RoleSelect, useObstacleWords, type Member } from '../../../members/index.ts';
import { Tooltip } from '../../../ui/index.ts';
import { ConfirmDialog } from '../ConfirmDialog.tsx';
import { messages } from './messages.ts';
import { useChangeRole } from './useChangeRole.ts';

export interface MemberRoleProps {
  readonly member: Member;
  readonly soleOwner: boolean;
}

/** A role, as a choice for those who may change it and as a word with its reason for the others. */
export function MemberRole({ member, soleOwner }: MemberRoleProps) {
  const t = useMessages(messages);
  const word = useRoleWords();
  const why = useObstacleWords();
  const { role: own } = useWorkspace();
  const self = usePerson().userId === member.userId;
  const { role, pending, change } = useChangeRole(member);
  const [asked, setAsked] = useState<Role | null>(null);
  const obstacle = (to: Role) => obstacleTo({ by: own, from: member.role, to, self, soleOwner });
  const others = ROLES.filter((each) => each !== member.role).map(obstacle);
  if (others.every((each) => each !== null)) {
    const first = others[0]!;
    return (
      <Tooltip label={`${word(role).does}. ${why(first)}`}>
        <span tabIndex={0} className="flex w-36 items-center gap-1.5 rounded-md px-2 text-ink-2">
          {word(role).name}
          {/* Where nothing can be changed, a lock on every row says nothing. */}
          {first !== 'managers-only' && <Lock aria-hidden className="size-3" />}
        </span>
      </Tooltip>
    );
  }
  // Giving away the right to manage members cannot be taken back by oneself, so here Undo would not work.
  const losesRight = (to: Role) => self && obstacleTo({ by: to, from: to, to: member.role }) !== null;
  return (
    <>
      <RoleSelect
        className="w-36"
        label={t('role', { name: member.name })}
        value={role}
        onValueChange={(to) => (losesRight(to) ? setAsked(to) : change(to))}
        obstacleTo={obstacle}
      />
      {asked !== null && (
        <ConfirmDialog
          title={t('demote-title', { role: word(asked).name })}
          action={t('demote-action')}
          busy={pending}
          error={null}
          onConfirm={() => {
            change(asked);
            setAsked(null);
          }}
          onClose={() => setAsked(null)}
        >
          <p>{t('demote-text')}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
