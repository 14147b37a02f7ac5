import { useSyncExternalStore } from 'react';

const subscribe = (changed: () => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

/** What is behind the # of the address. A link pasted over the same page changes nothing else. */
export const useHash = (): string => useSyncExternalStore(subscribe, () => location.hash.slice(1));
