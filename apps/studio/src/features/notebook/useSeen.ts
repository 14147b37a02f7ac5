import { useEffect, useRef, useState, type RefObject } from 'react';

/** Cells are drawn this far before they are scrolled to. */
const AHEAD = '800px';

/**
 * True once an element has come near the window, and from then on: a document of a thousand cells must not fetch a thousand
 * outputs to show three. Printing shows all.
 */
export function useSeen(): readonly [RefObject<HTMLDivElement | null>, boolean] {
  const place = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (seen) return;
    const see = (): void => setSeen(true);
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && see(), {
      rootMargin: AHEAD,
    });
    watch.observe(place.current!);
    window.addEventListener('beforeprint', see);
    return () => {
      watch.disconnect();
      window.removeEventListener('beforeprint', see);
    };
  }, [seen]);
  return [place, seen];
}
