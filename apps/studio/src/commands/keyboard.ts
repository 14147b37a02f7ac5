import { isMac, matches, parseShortcut, type Shortcut } from '../ui/index.ts';
import { registry } from './registry.ts';

/** Where the key was pressed, as far as it matters for what it may mean. */
export interface Place {
  /** A field or an editor: plain keys are text. */
  readonly typing: boolean;
  /** A menu, a list of options: plain keys choose in it. */
  readonly choosing: boolean;
  /** A dialog is open: what is under it is not to be reached. */
  readonly modal: boolean;
}

/** In a field only shortcuts with mod are commands; in a menu and under a dialog none are. */
export function mayAct(shortcut: Pick<Shortcut, 'mod'>, { typing, choosing, modal }: Place): boolean {
  if (modal || choosing) return false;
  return !typing || shortcut.mod;
}

const TYPING =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), .monaco-editor, .nokey';
/** Controls on which Enter, Space and arrows do what they do anywhere. */
const OWN_KEYS =
  'button, a[href], [role="tab"], [role="switch"], [role="radio"], [role="checkbox"], [role="slider"], summary';
const CHOOSING = '[role="menu"], [role="listbox"]';
const NATIVE = new Set(['enter', ' ', 'arrowup', 'arrowdown', 'arrowleft', 'arrowright', 'tab']);

function placeOf(target: EventTarget | null): Place {
  const within = (selector: string) => target instanceof Element && target.closest(selector) !== null;
  return {
    typing: within(TYPING) && !isButtonLike(target),
    choosing: within(CHOOSING),
    modal: document.querySelector('[data-modal]') !== null,
  };
}

const BUTTON_TYPES = new Set(['button', 'checkbox', 'radio', 'submit', 'reset', 'range', 'color', 'file']);
const isButtonLike = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement && BUTTON_TYPES.has(target.type);

/**
 * The one listener to keys for commands. It comes after everybody else (on the window, in the bubbling phase), so whoever
 * used a key keeps it by `preventDefault`. Returns the way to stop.
 */
export function listenToKeys(): () => void {
  const mac = isMac();
  const pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || event.keyCode === COMPOSING) return;
    const place = placeOf(event.target);
    const onControl = event.target instanceof Element && event.target.closest(OWN_KEYS) !== null;
    for (const command of registry.getState().commands.toReversed()) {
      if (command.shortcut === undefined || command.enabled === false) continue;
      const shortcut = parseShortcut(command.shortcut);
      if (!matches(shortcut, event, mac) || !mayAct(shortcut, place)) continue;
      if (onControl && !shortcut.mod && NATIVE.has(shortcut.key)) continue;
      event.preventDefault();
      void command.run();
      return;
    }
  };
  window.addEventListener('keydown', pressed);
  return () => window.removeEventListener('keydown', pressed);
}

/** Safari ends a composition before the keydown that ended it: only this code tells. */
const COMPOSING = 229;
