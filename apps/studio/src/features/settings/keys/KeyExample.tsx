import { useWorkspace } from '../../../shell/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { CopyableCommand } from '../../../ui/index.ts';
import { exampleOf, KEY_VARIABLE } from './example.ts';
import { messages } from './messages.ts';

/** A request that can be copied and run. */
export function KeyExample() {
  const t = useMessages(messages);
  const { workspaceId } = useWorkspace();
  const command = exampleOf({ origin: location.origin, workspaceId, key: KEY_VARIABLE });
  return <CopyableCommand text={command} label={t('example')} copyLabel={t('copy-example')} />;
}
