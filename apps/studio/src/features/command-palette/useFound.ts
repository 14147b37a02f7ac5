import { keepPreviousData, useQueries } from '@tanstack/react-query';
import {
  GROUPS,
  useAllCommands,
  usePaletteSources,
  type Command,
  type PaletteItem,
} from '../../commands/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { useSettled } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { rank } from './rank.ts';

export interface FoundItem extends PaletteItem {
  readonly shortcut?: string | undefined;
}

export interface FoundGroup {
  readonly id: string;
  readonly title: string;
  readonly items: readonly FoundItem[];
  readonly failed: boolean;
}

export interface Found {
  readonly groups: readonly FoundGroup[];
  readonly searching: boolean;
}

/** Of each source; all actions are shown, since the list of them is also how they are discovered. */
const MOST = 8;
/** Without a query, what was used last is enough. */
const MOST_AT_REST = 5;

/** What answers the query now: actions, then every source in the order it was offered. */
export function useFound(query: string): Found {
  const t = useMessages(messages);
  const commands = useAllCommands().filter(({ enabled, hidden }) => enabled !== false && hidden !== true);
  const sources = usePaletteSources();
  const asked = useSettled(query.trim());
  const results = useQueries({
    queries: sources.map(({ id, items }) => ({
      queryKey: ['palette', id, asked],
      queryFn: async () => await items(asked),
      placeholderData: keepPreviousData,
      // What a page offers may change between two openings; nothing is kept.
      gcTime: 0,
      staleTime: 0,
    })),
  });
  const searching = query.trim() !== '';
  const most = searching ? MOST : MOST_AT_REST;
  const fromSources = sources.map(({ id, title }, at): FoundGroup => ({
    id,
    title,
    items: rank(results[at]?.data ?? [], query).slice(0, most),
    failed: results[at]?.isError ?? false,
  }));
  const actions: FoundGroup[] = searching
    ? [
        {
          id: 'commands',
          title: t('commands'),
          items: rank(commands.map(toItem), query).slice(0, MOST),
          failed: false,
        },
      ]
    : GROUPS.map((group) => ({
        id: `commands-${group}`,
        title: t(`group-${group}`),
        items: commands.filter((command) => command.group === group).map(toItem),
        failed: false,
      }));
  // A name typed in full is what was meant, whatever kind of thing has it.
  const isExact = ({ items }: FoundGroup) =>
    items[0]?.title.toLocaleLowerCase() === query.trim().toLocaleLowerCase();
  const groups = searching
    ? [...actions, ...fromSources].toSorted((a, b) => Number(isExact(b)) - Number(isExact(a)))
    : [...fromSources.slice(0, 1), ...actions];
  return {
    groups: groups.filter(({ items, failed }) => items.length > 0 || failed),
    searching: results.some(({ isFetching }) => isFetching),
  };
}

const toItem = ({ id, title, icon, shortcut, run }: Command): FoundItem => ({
  id,
  title,
  icon,
  shortcut,
  run,
});
