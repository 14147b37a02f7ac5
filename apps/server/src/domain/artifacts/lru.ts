/** The most recently used values by key. A value may be a promise: whoever asks meanwhile shares the work. */
export interface Lru<V> {
  /** The value kept, or a new one. A promise that fails is not kept. */
  get(key: string, make: () => V): V;
  delete(key: string): void;
}

export function lru<V>(most: number): Lru<V> {
  const kept = new Map<string, V>();
  return {
    get(key, make) {
      const found = kept.get(key);
      const value = found ?? make();
      kept.delete(key);
      kept.set(key, value);
      if (found === undefined && value instanceof Promise)
        value.catch(() => {
          if (kept.get(key) === value) kept.delete(key);
        });
      for (const oldest of kept.keys()) {
        if (kept.size <= most) break;
        kept.delete(oldest);
      }
      return value;
    },
    delete: (key) => void kept.delete(key),
  };
}
