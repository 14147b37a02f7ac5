import { lazy, Suspense, useEffect, useState, type ComponentType } from 'react';
import { awaitToasts } from './toast.ts';

/** A word that cannot be said takes nothing else down with it. */
const ToastPlace = lazy(
  async (): Promise<{ default: ComponentType }> =>
    await import('./ToastPlace.tsx').then(
      (loaded) => ({ default: loaded.ToastPlace }),
      () => ({ default: () => null }),
    ),
);

/** Where toasts appear, from the first one on. Once around the studio; ⌥T goes to it by keyboard. */
export function Toasts() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => awaitToasts(() => setWanted(true)), []);
  return wanted ? (
    <Suspense>
      <ToastPlace />
    </Suspense>
  ) : null;
}
