import { describe, expect, it } from 'vitest';
import { ariaShortcut, keyCaps, matches, parseShortcut } from './shortcut.ts';

const press = (
  key: string,
  held: Partial<Record<'meta' | 'ctrl' | 'shift' | 'alt', boolean>> = {},
  code = '',
) => ({
  key,
  code,
  metaKey: held.meta ?? false,
  ctrlKey: held.ctrl ?? false,
  shiftKey: held.shift ?? false,
  altKey: held.alt ?? false,
});

describe('shortcuts', () => {
  it('reads modifiers in any order, and plus as a key', () => {
    expect(parseShortcut('shift+mod+K')).toEqual({ mod: true, shift: true, alt: false, key: 'k' });
    expect(parseShortcut('mod++')).toEqual({ mod: true, shift: false, alt: false, key: '+' });
    expect(parseShortcut('mod+plus').key).toBe('+');
    expect(parseShortcut('esc').key).toBe('escape');
  });

  it('takes mod as Command on a Mac and Control elsewhere, never both', () => {
    const k = parseShortcut('mod+k');
    expect(matches(k, press('k', { meta: true }), true)).toBe(true);
    expect(matches(k, press('k', { ctrl: true }), true)).toBe(false);
    expect(matches(k, press('k', { ctrl: true }), false)).toBe(true);
    expect(matches(k, press('k', { ctrl: true, meta: true }), false)).toBe(false);
    expect(matches(k, press('k'), false)).toBe(false);
  });

  it('tells a letter from the same letter with Shift', () => {
    expect(matches(parseShortcut('a'), press('A', { shift: true }), false)).toBe(false);
    expect(matches(parseShortcut('shift+a'), press('A', { shift: true }), false)).toBe(true);
  });

  it('finds signs wherever the layout puts them', () => {
    expect(matches(parseShortcut('?'), press('?', { shift: true }), false)).toBe(true);
    expect(matches(parseShortcut('?'), press('?'), false)).toBe(true);
  });

  it('knows the digit under Shift and the letter under Option', () => {
    expect(matches(parseShortcut('shift+1'), press('!', { shift: true }, 'Digit1'), false)).toBe(true);
    expect(matches(parseShortcut('alt+l'), press('¬', { alt: true }, 'KeyL'), true)).toBe(true);
  });

  it('shows the caps of the machine at hand', () => {
    expect(keyCaps('mod+shift+k', true)).toEqual(['⇧', '⌘', 'K']);
    expect(keyCaps('mod+shift+k', false)).toEqual(['Ctrl', 'Shift', 'K']);
    expect(keyCaps('mod+enter', false)).toEqual(['Ctrl', 'Enter']);
    expect(ariaShortcut('mod+shift+k', true)).toBe('Meta+Shift+K');
  });
});
