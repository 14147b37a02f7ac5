import { Skeleton } from '../../ui/index.ts';

/** A list that is on its way. */
export function RowsSkeleton({ rows = 3 }: { readonly rows?: number }) {
  return (
    <div aria-busy className="flex flex-col gap-2">
      {Array.from({ length: rows }, (_, at) => (
        <Skeleton key={at} className="h-11 w-full" />
      ))}
    </div>
  );
}
