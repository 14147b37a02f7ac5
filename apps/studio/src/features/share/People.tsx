import { Link } from 'wouter';
import { linkLook, paths, usePerson, useRoleWords, useWorkspace } from '../../shell/index.ts';
import { colorOf } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { useMembers, type Member } from '../../members/index.ts';
import { Avatar, Badge, ErrorNote, LoadMore, Skeleton } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { useHere } from './useHere.ts';

/** Who can open the document, who of them is in it, and what each may do. */
export function People() {
  const t = useMessages(messages);
  const { slug, can } = useWorkspace();
  const { members, query } = useMembers();
  const here = useHere();
  return (
    <section className="flex flex-col gap-2">
      <div className="flex items-baseline justify-between gap-4">
        <h3 className="font-semibold">{t('people')}</h3>
        <Link href={paths.settings(slug, 'members')} className={linkLook}>
          {t(can('member:change') ? 'manage' : 'view')}
        </Link>
      </div>
      {query.isPending && (
        <div aria-busy>
          <Skeleton className="h-10 w-full" />
        </div>
      )}
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      <ul aria-label={t('people')} className="flex flex-col">
        {members.map((member) => (
          <PersonRow key={member.userId} member={member} isHere={here.has(member.userId)} />
        ))}
      </ul>
      <LoadMore query={query} />
    </section>
  );
}

function PersonRow({ member, isHere }: { readonly member: Member; readonly isHere: boolean }) {
  const t = useMessages(messages);
  const word = useRoleWords();
  const self = usePerson().userId === member.userId;
  const { userId, name, email, image, role } = member;
  const { name: roleName, does } = word(role);
  return (
    <li className="flex items-center gap-3 border-b border-line py-2 last:border-none">
      <Avatar name={name} image={image} size={26} {...((isHere || self) && { color: colorOf(userId) })} />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-1.5">
          <span className="truncate font-medium" title={email}>
            {name}
          </span>
          {self && <Badge>{t('you')}</Badge>}
          {isHere && <Badge tone="succeeded">{t('here')}</Badge>}
        </p>
        <p className="truncate text-sm text-ink-2">{does}</p>
      </div>
      <span className="shrink-0 text-ink-2">{roleName}</span>
    </li>
  );
}
