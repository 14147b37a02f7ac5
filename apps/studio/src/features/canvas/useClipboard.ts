import { wordsOf } from '@weft/engine/graph';
import { useCallback, useLayoutEffect } from 'react';
import { copied, pasted, selection, useLive, type Point } from '../../document/index.ts';
import { currentLanguage, useMessages } from '../../i18n/index.ts';
import { toast } from '../../ui/index.ts';
import { paste, removeChosen } from './actions.ts';
import { messages } from './messages.ts';

export interface ClipboardActions {
  readonly copy: () => Promise<void>;
  readonly cut: () => Promise<void>;
  /** From the clipboard of the machine; asks for its permission where a browser wants that. */
  readonly paste: () => Promise<void>;
  /** The same from a text at hand, such as a file's. */
  readonly pasteText: (text: string) => void;
}

/**
 * Copy, cut and paste of nodes as text, by the browser's own events (no permission is needed then) and as actions.
 * `at` says where pasted nodes go; null: a little below where they were copied from.
 */
export function useClipboard(at: () => Point | null): ClipboardActions {
  const live = useLive();
  const t = useMessages(messages);

  const text = useCallback((): string | null => {
    const { nodes } = selection.getState();
    return nodes.size === 0 ? null : copied(live.store.reading().document, nodes);
  }, [live]);

  const pasteText = useCallback(
    (from: string) => {
      if (!live.canEdit) return toast(t('read-only'), { tone: 'danger' });
      const result = pasted(from, at() ?? undefined);
      if (result.ok) return toast(t('pasted', { count: paste(live, result.graph) }), { tone: 'success' });
      if (result.why === 'broken') {
        const { message, help } = wordsOf(result.diagnostic, currentLanguage());
        return toast(t('paste-broken', { detail: `${message} ${help}` }), { tone: 'danger' });
      }
      toast(t(result.why === 'empty' ? 'paste-empty' : 'paste-not-ours'), { tone: 'danger' });
    },
    [at, live, t],
  );

  // Before the browser paints, as keys are (commands/useCommands.ts).
  useLayoutEffect(() => {
    const onCopy = (event: ClipboardEvent): void => {
      const part = elsewhere(event) ? null : text();
      if (part === null) return;
      event.preventDefault();
      event.clipboardData?.setData('text/plain', part);
      const count = selection.getState().nodes.size;
      if (event.type === 'cut' && live.canEdit) removeChosen(live);
      else toast(t('copied', { count }), { tone: 'success' });
    };
    const onPaste = (event: ClipboardEvent): void => {
      if (elsewhere(event)) return;
      event.preventDefault();
      pasteText(event.clipboardData?.getData('text/plain') ?? '');
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [live, pasteText, t, text]);

  return {
    copy: async () => {
      const part = text();
      if (part === null) return;
      await navigator.clipboard.writeText(part);
      toast(t('copied', { count: selection.getState().nodes.size }), { tone: 'success' });
    },
    cut: async () => {
      const part = text();
      if (part === null) return;
      await navigator.clipboard.writeText(part);
      removeChosen(live);
    },
    paste: async () => {
      try {
        pasteText(await navigator.clipboard.readText());
      } catch {
        toast(t('clipboard-closed'), { tone: 'danger' });
      }
    },
    pasteText,
  };
}

/** The person writes in a field or has marked some text: then copy and paste mean that text. */
function elsewhere({ target }: ClipboardEvent): boolean {
  const marked = getSelection()?.isCollapsed === false;
  return (
    marked ||
    (target instanceof Element &&
      target.closest('input, textarea, [contenteditable="true"], .nokey, [role="dialog"]') !== null)
  );
}
