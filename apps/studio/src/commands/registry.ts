import { createStore } from 'zustand/vanilla';
import type { Command } from './command.ts';

/**
 * What can be done now: the commands of everything that is mounted, in the order it was mounted. The same id registered
 * twice is the one mounted last, so a part of the page may stand in for the page; when it leaves, the former is back.
 */
export interface Registered {
  readonly commands: readonly Command[];
}

const sets = new Map<symbol, readonly Command[]>();
export const registry = createStore<Registered>(() => ({ commands: [] }));

/** Puts a set in place of the one registered with the same key. */
export function register(key: symbol, commands: readonly Command[]): void {
  sets.set(key, commands);
  publish();
}

export function unregister(key: symbol): void {
  if (sets.delete(key)) publish();
}

function publish(): void {
  const byId = new Map<string, Command>();
  for (const set of sets.values()) for (const command of set) byId.set(command.id, command);
  registry.setState({ commands: [...byId.values()] });
}

export const commandOf = (id: string): Command | undefined =>
  registry.getState().commands.find((command) => command.id === id);

/** Does it if it is there and enabled. True when it was. */
export function runCommand(id: string): boolean {
  const command = commandOf(id);
  if (command === undefined || command.enabled === false) return false;
  void command.run();
  return true;
}

export const shortcutOf = (id: string): string | undefined => commandOf(id)?.shortcut;
