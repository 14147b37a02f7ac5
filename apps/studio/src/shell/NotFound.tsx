import { SearchX } from 'lucide-react';
import { Link } from 'wouter';
import { useMessages } from '../i18n/index.ts';
import { EmptyState } from '../ui/index.ts';
import { linkLook } from './linkLook.ts';
import { messages } from './messages.ts';
import { useTitle } from './useTitle.ts';

export function NotFound({ what = 'page' }: { readonly what?: 'page' | 'workspace' }) {
  const t = useMessages(messages);
  const title = t(what === 'page' ? 'noPage' : 'noWorkspace');
  useTitle(title);
  return (
    <div className="mx-auto w-full max-w-140 px-4 py-16">
      <EmptyState
        isPage
        icon={SearchX}
        title={title}
        text={t(what === 'page' ? 'noPageText' : 'noWorkspaceText')}
        action={
          <Link href="/" className={linkLook}>
            {t('toHome')}
          </Link>
        }
      />
    </div>
  );
}
