import { useCallback, useState } from 'react';

/** Whether a pane beside the document is open: kept on this machine. Another name is another pane. */
export function usePane(name: string, atFirst: boolean): readonly [boolean, (open: boolean) => void] {
  const key = `weft.pane.${name}`;
  const [changed, setChanged] = useState<Readonly<Record<string, boolean>>>({});
  const set = useCallback(
    (next: boolean) => {
      localStorage.setItem(key, String(next));
      setChanged((before) => ({ ...before, [key]: next }));
    },
    [key],
  );
  return [changed[key] ?? (localStorage.getItem(key) ?? String(atFirst)) === 'true', set];
}
