/**
 * A shortcut as written in code, `mod+shift+k` or `a`: modifiers in any order, then the key as `KeyboardEvent.key` says it
 * in lower case. `mod` is ⌘ on a Mac and Ctrl elsewhere.
 */
export interface Shortcut {
  readonly mod: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly key: string;
}

const NAMES: Readonly<Record<string, string>> = { esc: 'escape', space: ' ', plus: '+', del: 'delete' };

export function parseShortcut(text: string): Shortcut {
  const parts = text.toLowerCase().split('+');
  const last = parts.pop() ?? '';
  // "mod++" splits into an empty last part: the key is the plus itself.
  const key = last === '' ? '+' : (NAMES[last] ?? last);
  return { mod: parts.includes('mod'), shift: parts.includes('shift'), alt: parts.includes('alt'), key };
}

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey'>;

/**
 * Whether the pressed keys are the shortcut. Signs such as `?` or `+` are typed with Shift on some layouts and without on
 * others, so Shift counts only for letters, digits and named keys; Option changes the letter on a Mac, so the physical
 * key stands in for it.
 */
export function matches(shortcut: Shortcut, pressed: Pressed, mac: boolean): boolean {
  const mod = mac ? pressed.metaKey : pressed.ctrlKey;
  const other = mac ? pressed.ctrlKey : pressed.metaKey;
  if (other || mod !== shortcut.mod || pressed.altKey !== shortcut.alt) return false;
  const isSign = shortcut.key.length === 1 && !/[\p{L}\d ]/u.test(shortcut.key);
  if (!isSign && pressed.shiftKey !== shortcut.shift) return false;
  if (pressed.key.toLowerCase() === shortcut.key) return true;
  const physical = /^(?:Key([A-Z])|Digit(\d))$/.exec(pressed.code);
  return (shortcut.alt || shortcut.shift) && (physical?.[1] ?? physical?.[2])?.toLowerCase() === shortcut.key;
}

const ON_MAC: Readonly<Record<string, string>> = {
  mod: '⌘',
  shift: '⇧',
  alt: '⌥',
  enter: '↩',
  backspace: '⌫',
};
const ELSEWHERE: Readonly<Record<string, string>> = {
  mod: 'Ctrl',
  shift: 'Shift',
  alt: 'Alt',
  enter: 'Enter',
};
const ANYWHERE: Readonly<Record<string, string>> = {
  escape: 'Esc',
  delete: 'Del',
  ' ': 'Space',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
};

/** The caps of the keys to press, in the order people read them. */
export function keyCaps(text: string, mac: boolean): readonly string[] {
  const { mod, shift, alt, key } = parseShortcut(text);
  const names = mac ? ON_MAC : ELSEWHERE;
  const modifiers = [alt && 'alt', shift && 'shift', mod && 'mod'].filter((name) => name !== false);
  const ordered = mac ? modifiers : modifiers.toReversed();
  const cap = names[key] ?? ANYWHERE[key] ?? (key.length === 1 ? key.toUpperCase() : capitalised(key));
  return [...ordered.map((name) => names[name] ?? name), cap];
}

/** For `aria-keyshortcuts`. */
export function ariaShortcut(text: string, mac: boolean): string {
  const { mod, shift, alt, key } = parseShortcut(text);
  const modifiers = [mod && (mac ? 'Meta' : 'Control'), alt && 'Alt', shift && 'Shift'];
  return [...modifiers.filter((name) => name !== false), key === ' ' ? 'Space' : capitalised(key)].join('+');
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

export const isMac = (): boolean =>
  typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform || navigator.userAgent);
