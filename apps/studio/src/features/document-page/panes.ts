import { useCallback, useState } from 'react';

/** Whether a pane beside the document is open: kept on this machine. */
export function usePane(name: string, atFirst: boolean): readonly [boolean, (open: boolean) => void] {
  const key = `weft.pane.${name}`;
  const [open, setOpen] = useState(() => (localStorage.getItem(key) ?? String(atFirst)) === 'true');
  const set = useCallback(
    (next: boolean) => {
      localStorage.setItem(key, String(next));
      setOpen(next);
    },
    [key],
  );
  return [open, set];
}
