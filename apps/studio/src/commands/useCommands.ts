import { useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Command } from './command.ts';
import { register, registry, unregister } from './registry.ts';

/**
 * Registers the commands while the component is mounted. The list may be made anew by every render: what is registered
 * changes only when what is seen of it does, and what a command does is always that of the last render. Registers before
 * the browser paints: a key works as soon as the person can see what it acts on.
 */
export function useCommands(commands: readonly Command[]): void {
  const key = useRef(Symbol('commands')).current;
  const latest = useRef(commands);
  useLayoutEffect(() => {
    latest.current = commands;
  });
  const seen = JSON.stringify(
    commands.map(({ id, title, group, shortcut, enabled, hidden }) => [
      id,
      title,
      group,
      shortcut,
      enabled,
      hidden,
    ]),
  );
  useLayoutEffect(() => {
    register(
      key,
      latest.current.map((command) => ({
        ...command,
        run: () => latest.current.find(({ id }) => id === command.id)?.run(),
      })),
    );
  }, [key, seen]);
  useLayoutEffect(() => () => unregister(key), [key]);
}

export const useAllCommands = (): readonly Command[] => useStore(registry, ({ commands }) => commands);
