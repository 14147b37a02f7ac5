import { connect } from '@weft/engine/live';
import { Command } from 'cmdk';
import { useState } from 'react';
import {
  portKey,
  portType,
  specOf,
  useLive,
  verdicts,
  type PortRef,
  type Verdict,
  PortShape,
} from '../../document/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { Dialog } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { useWiring } from './useWiring.ts';

export interface ConnectDialogProps {
  readonly nodeId: string;
  readonly onClose: () => void;
}

/** Drawing a wire without a pointer: choose a port of the node, then one that takes it. */
export function ConnectDialog({ nodeId, onClose }: ConnectDialogProps) {
  const t = useMessages(messages);
  const language = useLanguage();
  const { doc, store, undo } = useLive();
  const wiring = useWiring();
  const [from, setFrom] = useState<PortRef | null>(null);
  const node = store.node(nodeId);
  if (node === null) return null;

  const nameOf = ({ node: id, port }: PortRef): string => {
    const other = store.node(id);
    const spec = other === null ? null : specOf(other);
    return `${other?.title ?? spec?.title[language] ?? id} · ${port}`;
  };
  const spec = specOf(node);
  const own = (['out', 'in'] as const).flatMap((side) =>
    Object.keys((side === 'out' ? spec?.outputs : spec?.inputs) ?? {}).map(
      (port) => ({ node: nodeId, port, side }) as PortRef,
    ),
  );
  const choices =
    from === null ? own.map((port) => ({ port, verdict: null })) : fitting(verdicts(wiring(), from));
  const choose = (port: PortRef, verdict: Verdict | null): void => {
    if (from === null) return setFrom(port);
    const [source, target] = from.side === 'out' ? [from, port] : [port, from];
    undo.stopCapturing();
    connect(
      doc,
      { from: { node: source.node, port: source.port }, to: { node: target.node, port: target.port } },
      verdict?.ok === true ? verdict.replaces : [],
    );
    onClose();
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={from === null ? t('from-which') : t('to-which', { from: nameOf(from) })}
    >
      {/* Each question begins without a filter. */}
      <Command loop label={t('connect')} key={from === null ? 'from' : 'to'}>
        <Command.Input
          autoFocus
          placeholder={t('search-ports')}
          className="h-9 w-full border-b border-line bg-transparent px-3 outline-none"
        />
        <Command.List className="max-h-[50vh] overflow-y-auto p-1">
          <Command.Empty className="p-3 text-ink-2">
            {choices.length > 0 ? t('no-match') : t(from === null ? 'no-ports' : 'nothing-fits')}
          </Command.Empty>
          {choices.map(({ port, verdict }) => (
            <Command.Item
              key={portKey(port)}
              value={`${nameOf(port)} ${portKey(port)}`}
              className="flex items-center gap-2 rounded-md px-2 py-1.5 data-[selected=true]:bg-hover"
              onSelect={() => choose(port, verdict)}
            >
              <PortShape kind={portType(wiring(), port)?.kind ?? null} />
              <span>{nameOf(port)}</span>
              {/* Many nodes take and give ports of the same name. */}
              {from === null && <span className="text-sm text-ink-3">{t(`side-${port.side}`)}</span>}
              {verdict?.ok === true && verdict.replaces.length > 0 && (
                <span className="ml-auto text-sm text-ink-3">{t('replaces')}</span>
              )}
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  );
}

function fitting(answers: ReadonlyMap<string, Verdict>): { port: PortRef; verdict: Verdict }[] {
  return [...answers].flatMap(([key, verdict]) => {
    if (!verdict.ok) return [];
    const [node, side, port] = key.split('.');
    return [{ port: { node, side, port } as PortRef, verdict }];
  });
}
