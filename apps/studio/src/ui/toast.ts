export interface ToastOptions {
  readonly action?: { readonly label: string; readonly onSelect: () => void };
  /** `working` stays until another of the same id takes its place. Default neutral. */
  readonly tone?: 'neutral' | 'success' | 'danger' | 'working';
  /** The same id replaces what is shown. */
  readonly id?: string;
}

/** What can be acted on stays long enough to be read and reached by keyboard. */
const WITH_ACTION_MS = 10_000;
const PLAIN_MS = 4000;

/** The place of toasts is loaded with the first one, and tells when it stands; see Toasts.tsx. */
let wanted = false;
let ask: (() => void) | null = null;
const stands = Promise.withResolvers<void>();

/** For the place of toasts: `onWanted` is called once, when there is something to say. */
export function awaitToasts(onWanted: () => void): () => void {
  ask = onWanted;
  if (wanted) onWanted();
  return () => {
    ask = null;
  };
}

export const toastsStand = (): void => stands.resolve();

/** Says something that needs no answer, at the edge of the page. What can be undone offers Undo here. */
export function toast(message: string, options: ToastOptions = {}): void {
  if (!wanted) {
    wanted = true;
    ask?.();
  }
  void stands.promise.then(async () => await say(message, options));
}

async function say(message: string, { action, tone = 'neutral', id }: ToastOptions): Promise<void> {
  const { toast: sonner } = await import('sonner');
  const options = {
    duration: action === undefined ? PLAIN_MS : WITH_ACTION_MS,
    ...(id !== undefined && { id }),
    ...(action !== undefined && { action: { label: action.label, onClick: action.onSelect } }),
  };
  if (tone === 'success') sonner.success(message, options);
  else if (tone === 'danger') sonner.error(message, options);
  else if (tone === 'working') sonner.loading(message, { ...options, duration: Infinity });
  else sonner(message, options);
}
