import { afterEach, describe, expect, it } from 'vitest';
import type { Command } from './command.ts';
import { mayAct } from './keyboard.ts';
import { commandOf, register, registry, runCommand, shortcutOf, unregister } from './registry.ts';

const page = Symbol('page');
const part = Symbol('part');
const command = (id: string, more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'edit',
  run: () => {},
  ...more,
});

afterEach(() => {
  unregister(page);
  unregister(part);
});

describe('the registry of commands', () => {
  it('keeps the order in which sets came, also when one of them changes', () => {
    register(page, [command('a'), command('b')]);
    register(part, [command('c')]);
    register(page, [command('a', { title: 'other' }), command('b')]);
    expect(registry.getState().commands.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(commandOf('a')?.title).toBe('other');
  });

  it('lets what was mounted later stand in for the same command, and gives it back', () => {
    register(page, [command('a', { shortcut: 'a' })]);
    register(part, [command('a', { shortcut: 'b' })]);
    expect(shortcutOf('a')).toBe('b');
    unregister(part);
    expect(shortcutOf('a')).toBe('a');
  });

  it('does what is enabled and nothing else', () => {
    const done: string[] = [];
    register(page, [
      command('on', { run: () => void done.push('on') }),
      command('off', { enabled: false, run: () => void done.push('off') }),
    ]);
    expect([runCommand('on'), runCommand('off'), runCommand('none')]).toEqual([true, false, false]);
    expect(done).toEqual(['on']);
  });
});

describe('a key that was pressed', () => {
  const anywhere = { typing: false, choosing: false, modal: false };

  it('is text in a field unless mod is held', () => {
    expect(mayAct({ mod: false }, { ...anywhere, typing: true })).toBe(false);
    expect(mayAct({ mod: true }, { ...anywhere, typing: true })).toBe(true);
  });

  it('reaches nothing under a dialog or beside a menu', () => {
    expect(mayAct({ mod: true }, { ...anywhere, modal: true })).toBe(false);
    expect(mayAct({ mod: false }, { ...anywhere, choosing: true })).toBe(false);
    expect(mayAct({ mod: false }, anywhere)).toBe(true);
  });
});
