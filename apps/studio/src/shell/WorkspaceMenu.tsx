import clsx from 'clsx';
import { ChevronsUpDown, Plus } from 'lucide-react';
import { useLocation } from 'wouter';
import { useMessages } from '../i18n/index.ts';
import { Button, Menu } from '../ui/index.ts';
import { openDialog } from './dialogs.ts';
import { usePerson } from './me.ts';
import { messages } from './messages.ts';
import { paths } from './paths.ts';
import { useWorkspace } from './workspace.ts';

/** Which workspace this is, and the way to the others. */
export function WorkspaceMenu({ compact = false }: { readonly compact?: boolean }) {
  const t = useMessages(messages);
  const [, navigate] = useLocation();
  const { workspaces } = usePerson();
  const { workspaceId, name } = useWorkspace();
  return (
    <Menu
      align="start"
      trigger={
        <Button
          variant="plain"
          aria-label={`${t('workspace')}: ${name}`}
          className={
            compact
              ? 'max-w-40 max-lg:w-6 max-lg:px-0'
              : 'min-w-0 flex-1 shrink justify-start max-lg:size-8 max-lg:flex-none max-lg:justify-center max-lg:px-0'
          }
        >
          <span className={clsx('min-w-0 flex-1 truncate text-left text-ink', 'max-lg:hidden')}>{name}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0" />
        </Button>
      }
      items={[
        ...workspaces.map((each) => ({
          id: each.workspaceId,
          label: each.name,
          checked: each.workspaceId === workspaceId,
          onSelect: () => navigate(paths.home(each.slug)),
        })),
        'separator',
        {
          id: 'new',
          label: t('newWorkspace'),
          icon: Plus,
          onSelect: () => openDialog('new-workspace'),
        },
      ]}
    />
  );
}
