import { CircleX, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../i18n/index.ts';
import { Button } from './Button.tsx';
import { useSentence } from './sentence.ts';
import { messages } from './messages.ts';

export interface ErrorNoteProps {
  /** Whatever was thrown; null shows nothing. */
  readonly error: unknown;
  readonly retry?: (() => void) | undefined;
  readonly action?: ReactNode;
}

/** A sentence and a way out, where the thing was that did not come. */
export function ErrorNote({ error, retry, action }: ErrorNoteProps) {
  const t = useMessages(messages);
  const sentenceOf = useSentence();
  if (error === null || error === undefined) return null;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md border border-line bg-surface p-3"
    >
      <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
      <p className="min-w-40 flex-1">{sentenceOf(error)}</p>
      {action}
      {retry !== undefined && (
        <Button size="sm" icon={RotateCcw} onClick={retry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}
