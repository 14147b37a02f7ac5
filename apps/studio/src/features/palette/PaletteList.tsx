import type { NodeSpec, Ports } from '@weft/engine/graph';
import { Command } from 'cmdk';
import { useMemo, useState } from 'react';
import { kindWord, NODE_DRAG, PortShape, registry } from '../../document/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { StageIcon } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { shelvesOf, type ShelfItem, type Wanted } from './shelves.ts';

export interface PaletteListProps {
  /** The wire that the node should take; null shows all. */
  readonly fits: Wanted | null;
  readonly onChoose: (spec: NodeSpec) => void;
  readonly autoFocus?: boolean;
}

/** All node types by stage, to search, choose with Enter or drag away. */
export function PaletteList({ fits, onChoose, autoFocus = false }: PaletteListProps) {
  const t = useMessages(messages);
  const [query, setQuery] = useState('');
  const [all, setAll] = useState(false);
  const { shelves, misfits } = useMemo(
    () => shelvesOf(registry.list(), { query, fits, all }),
    [query, fits, all],
  );
  const kind = fits === null ? '' : kindWord(fits.type);
  const placeholder =
    fits === null ? t('search') : t(fits.side === 'out' ? 'search-fits' : 'search-feeds', { kind });
  return (
    <Command
      shouldFilter={false}
      loop
      label={t('title')}
      className="flex min-h-0 flex-1 flex-col"
      data-testid="node-palette"
    >
      <Command.Input
        value={query}
        onValueChange={setQuery}
        autoFocus={autoFocus}
        placeholder={placeholder}
        className="h-9 w-full shrink-0 border-b border-line bg-transparent px-3 outline-none placeholder:text-ink-3"
      />
      <Command.List className="min-h-0 flex-1 overflow-y-auto p-1">
        {shelves.length === 0 && (
          <p className="px-3 py-3 text-ink-2" role="status">
            {query === '' ? t('nothing-fits') : t('no-match', { query })}
          </p>
        )}
        {shelves.map(({ stage, items }) => (
          <Command.Group
            key={stage}
            heading={t(`stage-${stage}`)}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3"
          >
            {items.map((item) => (
              <PaletteItem key={item.spec.type} item={item} onChoose={onChoose} />
            ))}
          </Command.Group>
        ))}
        {fits !== null && misfits > 0 && (
          <Command.Item
            value="show-all"
            onSelect={() => setAll(!all)}
            className="mt-1 rounded-md px-2 py-1.5 text-sm text-ink-2 data-[selected=true]:bg-hover"
          >
            {all ? t('hide-rest') : t('show-all', { count: misfits })}
          </Command.Item>
        )}
      </Command.List>
    </Command>
  );
}

function PaletteItem({
  item: { spec, fits },
  onChoose,
}: { item: ShelfItem } & Pick<PaletteListProps, 'onChoose'>) {
  const t = useMessages(messages);
  const language = useLanguage();
  return (
    <Command.Item
      value={spec.type}
      onSelect={() => onChoose(spec)}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(NODE_DRAG, spec.type);
        event.dataTransfer.effectAllowed = 'copy';
      }}
      className="flex cursor-grab gap-2 rounded-md px-2 py-1.5 data-[selected=true]:bg-hover"
    >
      <span className="mt-0.5 shrink-0">
        <StageIcon stage={spec.stage} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="font-medium">{spec.title[language]}</span>
          {!fits && <span className="text-xs text-waiting">{t('misfit')}</span>}
        </span>
        <span className="line-clamp-2 text-sm text-ink-2">{spec.description[language]}</span>
        <span className="mt-0.5 flex gap-3 text-xs text-ink-3">
          <PortKinds ports={spec.inputs} label={(types) => t('in', { types })} />
          <PortKinds ports={spec.outputs} label={(types) => t('out', { types })} />
        </span>
      </span>
    </Command.Item>
  );
}

function PortKinds({ ports, label }: { ports: Ports; label: (types: string) => string }) {
  const kinds = [...new Set(Object.values(ports).map(({ type }) => type.kind))];
  if (kinds.length === 0) return null;
  return (
    <span className="flex items-center gap-1">
      {kinds.map((kind) => (
        <PortShape key={kind} kind={kind} />
      ))}
      {label(kinds.map((kind) => kindWord({ kind })).join(', '))}
    </span>
  );
}
