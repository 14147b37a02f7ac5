import { Link as LinkIcon, UserPlus, Users } from 'lucide-react';
import { useLocation } from 'wouter';
import { paths, useWorkspace } from '../../app/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, Popover, toast } from '../../ui/index.ts';
import { messages } from './messages.ts';

/** How somebody else gets to this document: its link, and an invitation to the workspace. */
export function ShareButton() {
  const t = useMessages(messages);
  const { slug, can } = useWorkspace();
  const [, navigate] = useLocation();
  return (
    <Popover
      label={t('share')}
      align="end"
      trigger={
        <Button variant="quiet" size="sm" icon={Users}>
          {t('share')}
        </Button>
      }
    >
      <div className="flex w-64 flex-col gap-3">
        <p className="text-ink-2">{t('share-text')}</p>
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            icon={LinkIcon}
            onClick={() =>
              void navigator.clipboard
                .writeText(location.href)
                .then(() => toast(t('link-copied'), { tone: 'success' }))
            }
          >
            {t('copy-link')}
          </Button>
          {can('member:change') && (
            <Button
              variant="quiet"
              size="sm"
              icon={UserPlus}
              onClick={() => navigate(paths.settings(slug, 'members'))}
            >
              {t('invite')}
            </Button>
          )}
        </div>
      </div>
    </Popover>
  );
}
