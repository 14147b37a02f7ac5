import { useWorkspace } from '../../../app/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { CopyButton } from '../../../ui/index.ts';
import { exampleOf, KEY_VARIABLE } from './example.ts';
import { messages } from './messages.ts';

/** A request that can be copied and run. */
export function KeyExample() {
  const t = useMessages(messages);
  const { workspaceId } = useWorkspace();
  const command = exampleOf({ origin: location.origin, workspaceId, key: KEY_VARIABLE });
  return (
    <div className="flex w-full min-w-0 flex-wrap items-start gap-2">
      <pre
        tabIndex={0}
        role="group"
        aria-label={t('example')}
        className="min-w-0 flex-1 basis-80 overflow-x-auto rounded-md border border-line bg-sunken p-2 font-mono text-sm"
      >
        {command}
      </pre>
      <CopyButton text={command} label={t('copy-example')} />
    </div>
  );
}
