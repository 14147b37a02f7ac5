import { Command } from 'cmdk';
import { ArrowRight, Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useRef, useState } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { Kbd, Spinner } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { useFound, type FoundItem } from './useFound.ts';

/** ⌘K: every action, document, node and person by name. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const t = useMessages(messages);
  const [query, setQuery] = useState('');
  const { groups, searching } = useFound(query);
  // Until somebody moves through the list the first of it is chosen, also when something better arrives a moment later.
  const [moved, setMoved] = useState<string | null>(null);
  // cmdk also tells of choices that it makes itself.
  const byHand = useRef(false);
  const first = groups.find(({ items }) => items.length > 0);
  const chosen = moved ?? (first === undefined ? '' : valueOf(first.id, first.items[0]!.id));
  const go = ({ run }: FoundItem): void => {
    onClose();
    void run();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="weft-fade weft-overlay fixed inset-0 z-40" data-modal />
        <Dialog.Content
          aria-describedby={undefined}
          data-testid="palette"
          className="weft-rise fixed top-[12vh] left-1/2 z-40 w-140 max-w-[calc(100vw-32px)] -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-raised shadow-raised outline-none"
        >
          <Dialog.Title className="sr-only">{t('title')}</Dialog.Title>
          <Command
            shouldFilter={false}
            loop
            label={t('title')}
            value={chosen}
            onValueChange={(value) => byHand.current && setMoved(value)}
            onKeyDown={({ key }) => {
              if (key.startsWith('Arrow') || key === 'Home' || key === 'End') byHand.current = true;
            }}
            onPointerMove={() => (byHand.current = true)}
          >
            <div className="flex items-center gap-2 border-b border-line px-3">
              {searching ? (
                <Spinner className="text-ink-3" />
              ) : (
                <Search aria-hidden className="size-3.5 text-ink-3" />
              )}
              <Command.Input
                value={query}
                onValueChange={(next) => {
                  setQuery(next);
                  setMoved(null);
                  byHand.current = false;
                }}
                placeholder={t('placeholder')}
                className="h-11 flex-1 bg-transparent text-lg outline-none placeholder:text-ink-3"
              />
              <Kbd keys="escape" className="text-ink-3" />
            </div>
            <Command.List className="max-h-[56vh] scroll-py-2 overflow-y-auto p-1">
              {groups.length === 0 && (
                <p role="status" className="p-4 text-ink-2">
                  {searching ? t('searching') : t('nothing', { query: query.trim() })}
                </p>
              )}
              {groups.map(({ id, title, items, failed }) => (
                <Command.Group
                  key={id}
                  heading={title}
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-ink-3"
                >
                  {failed && <p className="px-2 py-1 text-ink-2">{t('failed')}</p>}
                  {items.map((item) => (
                    <Entry key={item.id} value={valueOf(id, item.id)} item={item} onSelect={() => go(item)} />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** cmdk compares values in lower case and trimmed. */
const valueOf = (group: string, item: string): string => `${group} ${item}`.toLowerCase().trim();

interface EntryProps {
  readonly value: string;
  readonly item: FoundItem;
  readonly onSelect: () => void;
}

function Entry({ value, item: { icon: Icon = ArrowRight, title, hint, shortcut }, onSelect }: EntryProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-8 items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-hover"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-ink-2" />
      <span className="truncate">{title}</span>
      {hint !== undefined && <span className="ml-auto truncate pl-4 text-sm text-ink-3">{hint}</span>}
      {shortcut !== undefined && <Kbd keys={shortcut} className="ml-auto pl-4 text-ink-3" />}
    </Command.Item>
  );
}
