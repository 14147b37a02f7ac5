import { useEffect, useState } from 'react';
import { formatDuration } from '../../../i18n/format.ts';

/** How long something goes on already, counting. */
export function RunningFor({ since }: { readonly since: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return formatDuration(Math.max(0, now - Date.parse(since)));
}
