import { LogOut, UserMinus } from 'lucide-react';
import { usePerson, useWorkspace } from '../../../shell/index.ts';
import { formatMoment } from '../../../i18n/format.ts';
import { useMessages } from '../../../i18n/index.ts';
import { obstacleTo, useObstacleWords, type Member } from '../../../members/index.ts';
import { Avatar, Badge, IconButton } from '../../../ui/index.ts';
import { ROW } from '../Rows.tsx';
import { MemberRole } from './MemberRole.tsx';
import { messages } from './messages.ts';

export interface MemberRowProps {
  readonly member: Member;
  /** They are the only owner. */
  readonly soleOwner: boolean;
  readonly onRemove: () => void;
  readonly onLeave: () => void;
}

export function MemberRow({ member, soleOwner, onRemove, onLeave }: MemberRowProps) {
  const t = useMessages(messages);
  const why = useObstacleWords();
  const { role: own } = useWorkspace();
  const self = usePerson().userId === member.userId;
  const { name, email, image, role, joinedAt } = member;
  const obstacle = obstacleTo({ by: own, from: role, to: null, self, soleOwner });
  const label = self ? t('leave') : t('remove', { name });
  return (
    <li className={ROW}>
      <Avatar name={name} image={image} size={28} />
      <div className="min-w-40 flex-1">
        <p className="flex items-center gap-1.5">
          <span className="truncate font-medium">{name}</span>
          {self && <Badge>{t('you')}</Badge>}
        </p>
        <p className="truncate text-sm text-ink-2">{email}</p>
      </div>
      <time dateTime={joinedAt} className="w-40 text-sm text-ink-2 max-xl:hidden">
        {t('joined', { when: formatMoment(joinedAt, { timeStyle: undefined }) })}
      </time>
      <MemberRole member={member} soleOwner={soleOwner} />
      {/* Those who manage nobody see it for themselves only; the column stays, so that the roles are in line. */}
      <span className="flex w-7">
        {obstacle !== 'managers-only' && (
          <IconButton
            icon={self ? LogOut : UserMinus}
            label={obstacle === null ? label : `${label}: ${why(obstacle)}`}
            disabled={obstacle !== null}
            onClick={self ? onLeave : onRemove}
          />
        )}
      </span>
    </li>
  );
}
