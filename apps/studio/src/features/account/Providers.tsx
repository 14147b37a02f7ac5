import { useMe } from '../../shell/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';

/** Other ways to sign in. Plain links: the browser leaves the studio and comes back to `to`. */
export function Providers({ to }: { readonly to: string }) {
  const t = useMessages(messages);
  const { providers } = useMe();
  if (providers.length === 0) return null;
  return (
    <>
      <p className="flex items-center gap-3 text-sm text-ink-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t('or')}
      </p>
      {providers.map(({ id, name }) => (
        <a
          key={id}
          href={`/api/auth/start/${encodeURIComponent(id)}?${new URLSearchParams({ to }).toString()}`}
          className="flex h-8 items-center justify-center rounded-md border border-line-strong bg-surface font-medium hover:bg-hover"
        >
          {t('with', { provider: name })}
        </a>
      ))}
    </>
  );
}
