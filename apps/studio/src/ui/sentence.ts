import { refusalOf } from '../api/client.ts';
import { useMessages, type Translate } from '../i18n/index.ts';
import { messages } from './messages.ts';

/**
 * An error as a sentence. What the server refuses it says itself, in the language of the studio, with an id when the fault
 * is its own; an answer that never came is the network; anything else is a bug of ours.
 */
export function sentenceOf(error: unknown, t: Translate<(typeof messages)['en']>): string {
  if (refusalOf(error) !== null) return (error as Error).message;
  if (isUnreachable(error)) return t('offline');
  const message = error instanceof Error ? error.message : '';
  return message === '' ? t('internal') : `${t('internal')} (${message})`;
}

export function useSentence(): (error: unknown) => string {
  const t = useMessages(messages);
  return (error) => sentenceOf(error, t);
}

/** `fetch` throws a TypeError when nobody answers; a proxy without a server behind it answers with a page. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const cause = error.cause ?? error;
  return cause instanceof TypeError || cause instanceof SyntaxError || error.name === 'TRPCClientError';
}
