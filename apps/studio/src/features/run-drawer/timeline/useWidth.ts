import { useCallback, useState } from 'react';

/** The width in pixels, as it changes, of the element that `ref` is given to, whenever that appears. */
export function useWidth(): {
  width: number;
  measure: (element: HTMLElement | null) => (() => void) | undefined;
} {
  const [width, setWidth] = useState(0);
  const measure = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(([entry]) => setWidth(entry!.contentRect.width));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { width, measure };
}
