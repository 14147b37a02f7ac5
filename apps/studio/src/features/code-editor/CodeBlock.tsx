import { Maximize2 } from 'lucide-react';
import { useCallback, useState, useSyncExternalStore } from 'react';
import type * as Y from 'yjs';
import { useMessages } from '../../i18n/index.ts';
import { Dialog, IconButton } from '../../ui/index.ts';
import { CodeEditor } from './CodeEditor.tsx';
import { messages } from './messages.ts';

/** Lines that a resting block shows. */
const RESTING = { line: 9, page: 24 } as const;
const HEIGHT = { line: 220, page: 360 } as const;

export interface CodeBlockProps {
  readonly nodeId: string;
  readonly text: Y.Text;
  readonly name: string;
  readonly id: string;
  readonly readOnly: boolean;
  /** On a cell, or in a panel of its own. */
  readonly room: 'line' | 'page';
}

/**
 * Code at rest is plain text, which costs nothing on a canvas of hundreds of cells. A press makes it an editor; Escape, or
 * leaving it, makes it text again.
 */
export function CodeBlock({ nodeId, text, name, id, readOnly, room }: CodeBlockProps) {
  const t = useMessages(messages);
  const [state, setState] = useState<'rest' | 'inline' | 'large'>('rest');
  const code = useText(text);
  const lines = code.split('\n');
  const shown = lines.slice(0, RESTING[room]);
  const open = () => setState('inline');
  const editor = (
    <CodeEditor
      nodeId={nodeId}
      text={text}
      name={name}
      readOnly={readOnly}
      autoFocus
      onLeave={() => setState('rest')}
    />
  );
  return (
    <div className="group relative">
      {state === 'inline' ? (
        <div style={{ height: HEIGHT[room] }}>{editor}</div>
      ) : (
        <button
          id={id}
          type="button"
          aria-label={`${name}: ${t('edit')}`}
          onClick={open}
          className="nodrag block w-full overflow-hidden rounded-md border border-line-strong bg-surface px-2 py-1 text-left hover:border-ink-3"
        >
          <pre className="overflow-hidden font-mono text-xs leading-[1.6] text-ink">
            {code.trim() === '' ? <span className="text-ink-3">{t('empty')}</span> : shown.join('\n')}
          </pre>
          {lines.length > shown.length && (
            <span className="text-xs text-ink-3">
              {t('more-lines', { count: lines.length - shown.length })}
            </span>
          )}
        </button>
      )}
      <div className="absolute top-1 right-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
        <IconButton icon={Maximize2} size="sm" label={t('enlarge')} onClick={() => setState('large')} />
      </div>
      {state === 'large' && (
        <Dialog
          open
          onOpenChange={(isOpen) => isOpen || setState('rest')}
          title={`${t('title')} · ${name}`}
          size="full"
        >
          <div className="h-full">{editor}</div>
        </Dialog>
      )}
    </div>
  );
}

/** The text as it is now, whoever writes in it. */
function useText(text: Y.Text): string {
  const subscribe = useCallback(
    (changed: () => void) => {
      text.observe(changed);
      return () => text.unobserve(changed);
    },
    [text],
  );
  return useSyncExternalStore(subscribe, () => text.toJSON());
}
