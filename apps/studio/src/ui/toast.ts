import { toast as sonner } from 'sonner';

export interface ToastOptions {
  readonly action?: { readonly label: string; readonly onSelect: () => void };
  readonly tone?: 'neutral' | 'success' | 'danger';
  /** The same id replaces what is shown. */
  readonly id?: string;
}

/** What can be acted on stays long enough to be read and reached by keyboard. */
const WITH_ACTION_MS = 10_000;
const PLAIN_MS = 4000;

/** Says something that needs no answer, at the edge of the page. What can be undone offers Undo here. */
export function toast(message: string, { action, tone = 'neutral', id }: ToastOptions = {}): void {
  const options = {
    duration: action === undefined ? PLAIN_MS : WITH_ACTION_MS,
    ...(id !== undefined && { id }),
    ...(action !== undefined && { action: { label: action.label, onClick: action.onSelect } }),
  };
  if (tone === 'success') sonner.success(message, options);
  else if (tone === 'danger') sonner.error(message, options);
  else sonner(message, options);
}
