import { TriangleAlert } from 'lucide-react';
import { cloneElement, isValidElement, useId, type ReactElement, type ReactNode } from 'react';

export interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong and what to type instead. */
  readonly error?: string | null | undefined;
  /** Of the control, when it is not the only child. */
  readonly htmlFor?: string;
  readonly children: ReactNode;
}

interface Described {
  id?: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean | undefined;
}

/** A label over a control, with what helps under it. A single control is tied to its label, hint and error by itself. */
export function Field({ label, hint, error, htmlFor, children }: FieldProps) {
  const made = useId();
  const wrong = error !== undefined && error !== null && error !== '';
  const below = wrong ? error : hint;
  const single = htmlFor === undefined && isValidElement(children);
  const control = single ? (children as ReactElement<Described>) : null;
  const id = htmlFor ?? control?.props.id ?? made;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-ink">
        {label}
      </label>
      {control === null
        ? children
        : cloneElement(control, {
            id,
            'aria-describedby': below === undefined ? undefined : `${id}-below`,
            'aria-invalid': wrong || undefined,
          })}
      {below !== undefined && (
        <p
          id={`${id}-below`}
          role={wrong ? 'alert' : undefined}
          className={wrong ? 'flex items-start gap-1 text-sm text-failed' : 'text-sm text-ink-2'}
        >
          {wrong && <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />}
          {below}
        </p>
      )}
    </div>
  );
}
