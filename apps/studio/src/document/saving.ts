import { CLOSE } from '@weft/engine/live';

/**
 * Whether what a person did is safe. Pure: `(state, event) → state`; `connection.ts` only carries messages.
 *
 * Edits are counted as they are made. Asking `[100, n]` over the socket makes the server answer once the first `n` of
 * them are committed: the socket is ordered, so one answer covers everything before it. A state vector would not do (a
 * deletion leaves it unchanged), nor would the `sync` event, which can come before offline edits have been sent.
 */
export interface Saving {
  /** Edits made in this page, and those found from a closed one. */
  readonly made: number;
  /** Edits that the server has committed. */
  readonly durable: number;
  /** `made` when the open question was asked; null when none is open. */
  readonly asked: number | null;
  /** `answering`: connected, and what the server lacked has been sent to it; only then does a question cover it. */
  readonly link: 'down' | 'greeting' | 'answering';
  readonly downSince: number | null;
  readonly refused: Refused | null;
}

/** Why the server takes no more edits from this page. */
export type Refused =
  'signed-out' | 'no-access' | 'read-only' | 'gone' | 'too-large' | 'other-version' | 'malformed';

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving'; readonly edits: number }
  | { readonly kind: 'offline'; readonly edits: number; readonly since: number }
  | { readonly kind: 'refused'; readonly reason: Refused };

export type SavingEvent =
  | { readonly type: 'edited' }
  /** Edits that a page closed before they were durable left on this machine. */
  | { readonly type: 'found'; readonly edits: number }
  | { readonly type: 'opened' }
  | { readonly type: 'caught-up' }
  | { readonly type: 'asked' }
  | { readonly type: 'answered'; readonly edits: number }
  | { readonly type: 'lost'; readonly at: number }
  | { readonly type: 'refused'; readonly reason: Refused };

export const startSaving = (now: number): Saving => ({
  made: 0,
  durable: 0,
  asked: null,
  link: 'down',
  downSince: now,
  refused: null,
});

export function applySaving(state: Saving, event: SavingEvent): Saving {
  switch (event.type) {
    case 'edited':
      return { ...state, made: state.made + 1 };
    case 'found':
      return { ...state, made: state.made + event.edits };
    case 'opened':
      return { ...state, link: 'greeting', asked: null, downSince: null };
    case 'caught-up':
      return { ...state, link: 'answering' };
    case 'asked':
      return { ...state, asked: state.made };
    case 'answered':
      return {
        ...state,
        durable: Math.max(state.durable, event.edits),
        asked: state.asked === event.edits ? null : state.asked,
      };
    case 'lost':
      return { ...state, link: 'down', asked: null, downSince: state.downSince ?? event.at };
    case 'refused':
      return { ...state, refused: event.reason, asked: null };
  }
}

export const waiting = (state: Saving): number => state.made - state.durable;

/** There is something to ask about, and somebody to ask. */
export const shouldAsk = (state: Saving): boolean =>
  state.refused === null && state.link === 'answering' && state.asked === null && waiting(state) > 0;

export function saveStateOf(state: Saving): SaveState {
  if (state.refused !== null) return { kind: 'refused', reason: state.refused };
  if (state.link === 'down') return { kind: 'offline', edits: waiting(state), since: state.downSince ?? 0 };
  return waiting(state) === 0 ? { kind: 'saved' } : { kind: 'saving', edits: waiting(state) };
}

const REFUSALS: ReadonlyMap<number, Refused> = new Map([
  [CLOSE.signedOut, 'signed-out'],
  [CLOSE.accessEnded, 'no-access'],
  [CLOSE.gone, 'gone'],
  [CLOSE.tooLarge, 'too-large'],
  [CLOSE.otherVersion, 'other-version'],
]);

/** What a close code after which the page does not try again means for it. */
export const refusalOf = (code: number): Refused => REFUSALS.get(code) ?? 'malformed';
