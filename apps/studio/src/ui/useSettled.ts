import { useEffect, useState } from 'react';

/** Long enough for the next letter to come, too short to be waited for. */
const REST_MS = 150;

/** The value, once it has rested: what is typed is asked for when the hand pauses, not letter by letter. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
