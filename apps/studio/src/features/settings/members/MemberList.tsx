import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useQueryParam } from '../../../shell/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { useMembers, type Member } from '../../../members/index.ts';
import { ErrorNote, Input, LoadMore } from '../../../ui/index.ts';
import { LeaveDialog } from '../workspace/LeaveWorkspace.tsx';
import { Rows } from '../Rows.tsx';
import { RowsSkeleton } from '../RowsSkeleton.tsx';
import { Section } from '../Section.tsx';
import { filterMembers } from './filterMembers.ts';
import { MemberRow } from './MemberRow.tsx';
import { messages } from './messages.ts';
import { RemoveDialog } from './RemoveDialog.tsx';

/** With fewer, eyes find faster than fingers. */
const WORTH_A_SEARCH = 8;

/** Who is to go: somebody else, or oneself. */
type Leaving = { readonly kind: 'removed'; readonly member: Member } | { readonly kind: 'self' };

export function MemberList() {
  const t = useMessages(messages);
  const { members, soleOwner, query } = useMembers();
  const [q, setQ] = useQueryParam('q');
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  // A search means everybody, so the pages that are missing are fetched.
  useEffect(() => {
    if (q !== '' && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [q, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const found = filterMembers(members, q);
  return (
    <Section
      title={t('members')}
      text={t('members-text')}
      action={
        (members.length > WORTH_A_SEARCH || q !== '') && (
          <Input
            icon={Search}
            type="search"
            aria-label={t('find')}
            placeholder={t('find')}
            className="w-56"
            value={q}
            onChange={({ target }) => setQ(target.value)}
          />
        )
      }
    >
      {query.isPending && <RowsSkeleton />}
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      {found.length > 0 && (
        <Rows label={t('members')}>
          {found.map((member) => (
            <MemberRow
              key={member.userId}
              member={member}
              soleOwner={member.userId === soleOwner}
              onRemove={() => setLeaving({ kind: 'removed', member })}
              onLeave={() => setLeaving({ kind: 'self' })}
            />
          ))}
        </Rows>
      )}
      {query.isSuccess && found.length === 0 && !hasNextPage && (
        <p className="text-ink-2">{t('none-found', { q })}</p>
      )}
      <LoadMore query={query} />
      {leaving?.kind === 'removed' && (
        <RemoveDialog member={leaving.member} onClose={() => setLeaving(null)} />
      )}
      {leaving?.kind === 'self' && <LeaveDialog onClose={() => setLeaving(null)} />}
    </Section>
  );
}
