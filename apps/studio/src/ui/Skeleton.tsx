import clsx from 'clsx';

/** Where something will be, in its size. Whoever shows several marks their container `aria-busy`. */
export function Skeleton({ className }: { readonly className?: string }) {
  return (
    <span aria-hidden className={clsx('weft-breathe block rounded-md bg-hover', className ?? 'h-4 w-full')} />
  );
}
