import { useEffect } from 'react';

/** The title of the tab while the page is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = title === '' ? 'Weft' : `${title} · Weft`;
    return () => void (document.title = before);
  }, [title]);
}
