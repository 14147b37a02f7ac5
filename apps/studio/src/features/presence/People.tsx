import { useOthers } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Avatar, Menu } from '../../ui/index.ts';
import { follow, useFollowed } from './followed.ts';
import { messages } from './messages.ts';

const SHOWN = 4;

/** Who else is in the document. One of them can be followed. */
export function People() {
  const t = useMessages(messages);
  const others = useOthers();
  const leader = useFollowed();
  if (others.length === 0) return null;
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="flex items-center rounded-md px-1 hover:bg-hover"
          aria-label={t('here', { count: others.length })}
        >
          <span className="flex -space-x-1.5">
            {others.slice(0, SHOWN).map(({ clientId, name, color }) => (
              <Avatar key={clientId} name={name} color={color} size={24} />
            ))}
          </span>
          {others.length > SHOWN && <span className="ml-1 text-sm text-ink-2">+{others.length - SHOWN}</span>}
        </button>
      }
      items={others.map(({ clientId, name }) => ({
        id: String(clientId),
        label: t('follow', { name }),
        checked: leader === clientId,
        onSelect: () => follow(leader === clientId ? null : clientId),
      }))}
    />
  );
}
