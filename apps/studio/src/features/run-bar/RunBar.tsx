import { useWorkspace } from '../../shell/index.ts';
import { isOver, useIsHistory, useRun } from '../../runs/index.ts';
import { RunAnnouncer } from './RunAnnouncer.tsx';
import { RunButton } from './RunButton.tsx';
import { RunProgress } from './RunProgress.tsx';
import { useDoing } from './useDoing.ts';
import { useRunCommands } from './useRunCommands.ts';
import { useRunToasts } from './useRunToasts.ts';

/** Ways to run that the menu beside the button offers; each is a command, so its words and keys are those of everywhere. */
const IN_MENU = ['run.all', 'run.to', 'run.from', 'run.again', 'run.force'];

/** Runs in the top bar: the state of the one being shown, and the button that starts the next. */
export function RunBar() {
  const { can } = useWorkspace();
  const canStart = can('run:start');
  const canControl = can('run:control');
  const doing = useDoing();
  const commands = useRunCommands({ canStart, canControl, doing });
  useRunToasts(doing.started);
  const run = useRun();
  const isHistory = useIsHistory();
  const busy = run !== null && !isOver(run.status) && !isHistory;
  const more = commands
    .filter(({ id }) => IN_MENU.includes(id))
    .map(({ id, title, icon, shortcut, enabled, run: act }) => ({
      id,
      label: title,
      icon,
      shortcut,
      disabled: enabled === false,
      onSelect: () => void act(),
    }));
  return (
    <div className="flex items-center gap-3 max-lg:gap-1">
      <RunProgress doing={doing} canControl={canControl} />
      {canStart && !busy && <RunButton doing={doing} more={more} />}
      <RunAnnouncer />
    </div>
  );
}
