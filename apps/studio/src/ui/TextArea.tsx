import clsx from 'clsx';
import type { ComponentProps } from 'react';
import { fieldLook, sized } from './Input.tsx';

/** Grows with what is in it, up to a screenful. */
export function TextArea({ className, rows = 3, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      className={clsx(
        fieldLook,
        'field-sizing-content max-h-96 resize-y px-2 py-1 read-only:bg-sunken',
        sized(className),
      )}
      {...rest}
    />
  );
}
