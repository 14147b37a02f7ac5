import { useEffect, useState } from 'react';

/** Long enough for a glance at another tab. */
const DROWSY_MS = 10_000;

/**
 * Whether somebody may be looking. A browser lets all tabs of a site together hold six streams; a seventh tab would wait
 * for ever for its first answer. So a tab that has been hidden for a while lets go of its streams, and when it is looked
 * at again it goes on from where it was: what it missed is stored.
 */
export function useAwake(): boolean {
  const [awake, setAwake] = useState(!document.hidden);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(() => setAwake(false), DROWSY_MS);
      else setAwake(true);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return awake;
}
