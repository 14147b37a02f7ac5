import { useSearchParams } from 'wouter';

/**
 * A filter of the page that lives in its address. Setting it replaces the entry in the history: Back leaves the page
 * instead of undoing letters.
 */
export function useQueryParam(name: string): readonly [string, (value: string) => void] {
  const [params, setParams] = useSearchParams();
  const set = (value: string): void =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === '') after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  return [params.get(name) ?? '', set];
}
