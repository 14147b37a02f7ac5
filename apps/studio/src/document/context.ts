import { createContext, use } from 'react';
import type { Live } from './live.ts';

export const LiveContext = createContext<Live | null>(null);

/** @throws outside a `DocumentProvider`, which is a mistake in the code */
export function useLive(): Live {
  const live = use(LiveContext);
  if (live === null) throw new Error('useLive needs a DocumentProvider above it');
  return live;
}
