import { ListTree, Pause, Play, RotateCcw, Square, StepForward, Terminal, TriangleAlert } from 'lucide-react';
import { CircleHelp, History, Rows3, SkipBack } from 'lucide-react';
import { useCommands, type Command } from '../../commands/index.ts';
import { useNodeIds, useSelection } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { askWhy, isOver, openDrawer, toggleDrawer, useRun } from '../../runs/index.ts';
import { messages } from './messages.ts';
import type { Doing } from './useDoing.ts';

/** Everything that can be done with runs, for the palette, the menu, the sheet and the keyboard. */
export function useRunCommands({
  canStart,
  canControl,
  doing,
}: {
  canStart: boolean;
  canControl: boolean;
  doing: Doing;
}): readonly Command[] {
  const t = useMessages(messages);
  const run = useRun();
  const nodeIds = useNodeIds();
  const selected = [...useSelection().nodes];
  const live = run !== null && !isOver(run.status);
  const startable = canStart && nodeIds.length > 0 && !live;
  const some = selected.length > 0;
  const commands: Command[] = [
    {
      id: 'run.all',
      title: t('all'),
      group: 'run',
      icon: Play,
      shortcut: 'mod+enter',
      enabled: startable,
      run: () => doing.start({}),
    },
    {
      id: 'run.to',
      title: t('toSelected'),
      group: 'run',
      icon: StepForward,
      shortcut: 'shift+enter',
      enabled: startable && some,
      run: () => doing.start({ to: selected }),
    },
    {
      id: 'run.from',
      title: t('fromSelected'),
      group: 'run',
      icon: SkipBack,
      enabled: startable && some,
      run: () => doing.start({ from: selected }),
    },
    {
      id: 'run.again',
      title: t('againSelected'),
      group: 'run',
      icon: RotateCcw,
      enabled: startable && some,
      run: () => doing.start({ from: selected, force: selected }),
    },
    {
      id: 'run.force',
      title: t('forceAll'),
      group: 'run',
      icon: RotateCcw,
      enabled: startable,
      run: () => doing.start({ force: nodeIds }),
    },
    {
      id: 'run.pause',
      title: t('pause'),
      group: 'run',
      icon: Pause,
      enabled: canControl && run?.status === 'running',
      run: () => doing.control('pause'),
    },
    {
      id: 'run.resume',
      title: t('resume'),
      group: 'run',
      icon: Play,
      enabled: canControl && run?.status === 'paused',
      run: () => doing.control('resume'),
    },
    {
      id: 'run.cancel',
      title: t('cancel'),
      group: 'run',
      icon: Square,
      shortcut: 'mod+.',
      enabled: canControl && live,
      run: () => doing.control('cancel'),
    },
    {
      id: 'run.retry',
      title: t('retry'),
      group: 'run',
      icon: RotateCcw,
      enabled: canControl && (run?.status === 'failed' || run?.status === 'cancelled'),
      run: () => doing.control('retry'),
    },
    {
      id: 'run.why',
      title: t('why'),
      group: 'run',
      icon: CircleHelp,
      enabled: selected.length === 1 && run !== null,
      run: () => askWhy(selected[0] ?? null),
    },
    {
      id: 'run.drawer',
      title: t('toggleDrawer'),
      group: 'view',
      icon: Rows3,
      shortcut: 'mod+j',
      run: toggleDrawer,
    },
    {
      id: 'run.timeline',
      title: t('showTimeline'),
      group: 'view',
      icon: ListTree,
      run: () => openDrawer('timeline'),
    },
    { id: 'run.log', title: t('showLog'), group: 'view', icon: Terminal, run: () => openDrawer('log') },
    {
      id: 'run.problems',
      title: t('showProblems'),
      group: 'view',
      icon: TriangleAlert,
      run: () => openDrawer('problems'),
    },
    {
      id: 'run.history',
      title: t('showHistory'),
      group: 'view',
      icon: History,
      run: () => openDrawer('history'),
    },
  ];
  useCommands(commands);
  return commands;
}
