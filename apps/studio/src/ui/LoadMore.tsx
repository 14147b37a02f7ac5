import { useEffect, useRef } from 'react';
import { useMessages } from '../i18n/index.ts';
import { Button } from './Button.tsx';
import { messages } from './messages.ts';

export interface LoadMoreProps {
  /** What `useInfiniteQuery` gives. */
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
}

/** The end of a list that goes on: the next page comes as it is scrolled into view, or with the button. */
export function LoadMore({ query }: LoadMoreProps) {
  const t = useMessages(messages);
  const place = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    const element = place.current;
    if (element === null || !hasNextPage || isFetchingNextPage) return undefined;
    const seen = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) void fetchNextPage();
      },
      { rootMargin: '200px' },
    );
    seen.observe(element);
    return () => seen.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (!hasNextPage) return null;
  return (
    <div ref={place} className="flex justify-center py-3">
      <Button variant="plain" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {t('more')}
      </Button>
    </div>
  );
}
