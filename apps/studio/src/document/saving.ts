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
export type Refused = 'signed-out' | 'no-access' | 'read-only' | 'gone' | 'too-large' | 'malformed';

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

/** Close code: what this person may do here is not what it was. */
export const RIGHTS_CHANGED = 4409;

/** What a close code of the server means for this page. Other codes pass by themselves: the page tries again. */
export function refusalOfClose(code: number): Refused | null {
  if (code === 4401) return 'signed-out';
  if (code === 4403) return 'no-access';
  if (code === 4404 || code === 4410) return 'gone';
  if (code === 4413) return 'too-large';
  // 4409: rights have changed, which a fresh connection finds out. 4429: too much at once, so later.
  return code >= 4400 && code < 4500 && code !== RIGHTS_CHANGED && code !== 4429 ? 'malformed' : null;
}
