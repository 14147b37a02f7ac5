import type { DocumentNode } from '@weft/engine/graph';
import { CircleHelp } from 'lucide-react';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';

/** A node of a type, or of a version, that this Weft does not know. Everything of it is kept. */
export function UnknownNode({ node }: { node: DocumentNode }) {
  const t = useMessages(messages);
  return (
    <div className="rounded-lg border border-failed bg-surface p-3 shadow-sheet">
      <h3 className="flex items-center gap-1.5 font-semibold">
        <CircleHelp size={14} aria-hidden className="text-failed" />
        {node.title ?? t('unknown-type')}
      </h3>
      <p className="text-sm text-ink-2">
        {t('unknown-text', {
          type: node.type,
          version: node.version === undefined ? '' : ` ${node.version}`,
        })}
      </p>
    </div>
  );
}
