import clsx from 'clsx';
import { useMessages } from '../i18n/index.ts';
import { initials } from './initials.ts';
import { messages } from './messages.ts';
import { Tooltip } from './Tooltip.tsx';

export interface AvatarProps {
  readonly name: string;
  /** A CSS colour: the person's own in a document. */
  readonly color?: string | undefined;
  readonly image?: string | null | undefined;
  /** Pixels. Default 24. */
  readonly size?: number;
  readonly className?: string;
}

/** A person, by picture or initials. The name is its accessible name. */
export function Avatar({ name, color, image, size = 24, className }: AvatarProps) {
  return (
    <span
      role="img"
      aria-label={name}
      style={{
        width: size,
        height: size,
        fontSize: Math.max(9, Math.round(size * 0.4)),
        ...(color !== undefined && { background: color, color: '#fff', borderColor: color }),
      }}
      className={clsx(
        'inline-flex shrink-0 items-center justify-center overflow-hidden rounded-full border border-line-strong bg-sunken font-semibold text-ink-2 select-none',
        className,
      )}
    >
      {typeof image === 'string' && image !== '' ? (
        <img src={image} alt="" referrerPolicy="no-referrer" className="size-full object-cover" />
      ) : (
        <span aria-hidden>{initials(name)}</span>
      )}
    </span>
  );
}

export interface AvatarStackProps {
  readonly people: readonly (AvatarProps & { readonly id: string | number; readonly label?: string })[];
  /** Shown before the rest becomes a number. Default 4. */
  readonly most?: number;
  readonly onSelect?: (id: string | number) => void;
  readonly size?: number;
}

/** People side by side; those who do not fit are a number whose tooltip names them. */
export function AvatarStack({ people, most = 4, onSelect, size = 24 }: AvatarStackProps) {
  const t = useMessages(messages);
  const shown = people.length <= most ? people : people.slice(0, most - 1);
  const rest = people.slice(shown.length);
  return (
    <ul className="flex items-center -space-x-1.5">
      {shown.map(({ id, label, ...person }) => (
        <li key={id}>
          <Tooltip label={label ?? person.name}>
            {onSelect === undefined ? (
              <span tabIndex={0} className="block rounded-full ring-2 ring-surface">
                <Avatar {...person} size={size} />
              </span>
            ) : (
              <button
                type="button"
                className="block rounded-full ring-2 ring-surface"
                onClick={() => onSelect(id)}
              >
                <Avatar {...person} size={size} />
              </button>
            )}
          </Tooltip>
        </li>
      ))}
      {rest.length > 0 && (
        <li>
          <Tooltip label={rest.map(({ name }) => name).join(', ')}>
            <span
              tabIndex={0}
              role="img"
              aria-label={t('others', { count: rest.length })}
              style={{ width: size, height: size }}
              className="flex items-center justify-center rounded-full border border-line-strong bg-sunken text-xs ring-2 ring-surface"
            >
              {`+${rest.length}`}
            </span>
          </Tooltip>
        </li>
      )}
    </ul>
  );
}
