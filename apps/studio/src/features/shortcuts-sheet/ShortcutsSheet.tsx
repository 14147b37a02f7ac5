import { GROUPS, useAllCommands } from '../../commands/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Dialog, Kbd } from '../../ui/index.ts';
import { messages } from './messages.ts';

/** `?`: every key there is, from the same list that the keyboard reads. */
export function ShortcutsSheet({ onClose }: { readonly onClose: () => void }) {
  const t = useMessages(messages);
  const commands = useAllCommands().filter(({ shortcut }) => shortcut !== undefined);
  const always = [
    { id: 'back', title: t('back'), shortcut: 'escape' },
    { id: 'next', title: t('next'), shortcut: 'tab' },
  ];
  const groups = GROUPS.map((group) => ({
    group,
    entries: [...commands.filter((command) => command.group === group), ...(group === 'go' ? always : [])],
  })).filter(({ entries }) => entries.length > 0);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title')}
      description={t('text')}
      size="lg"
    >
      <div className="columns-2 gap-8 max-md:columns-1">
        {groups.map(({ group, entries }) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-sm font-semibold text-ink-2">{t(`group-${group}`)}</h3>
            <ul>
              {entries.map(({ id, title, shortcut }) => (
                <li key={id} className="flex min-h-7 items-center gap-4 border-b border-line py-0.5">
                  <span className="min-w-0 flex-1">{title}</span>
                  <Kbd keys={shortcut!} className="text-ink-2" />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
