import clsx from 'clsx';
import { LoaderCircle } from 'lucide-react';

/** Decoration: whoever shows it says in words what is going on. */
export function Spinner({ className }: { readonly className?: string }) {
  return <LoaderCircle aria-hidden className={clsx('size-3.5 animate-spin', className)} />;
}
