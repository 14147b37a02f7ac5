import { Play, X } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { closeDrawer, DRAWER_TABS, openDrawer, useRun, type DrawerTab } from '../../runs/index.ts';
import { Badge, EmptyState, IconButton, Tabs } from '../../ui/index.ts';
import { clampHeight, heightByKey, keepHeight, keptHeight } from './drawerHeight.ts';
import { HistoryTab } from './history/HistoryTab.tsx';
import { LogTab } from './log/LogTab.tsx';
import { messages } from './messages.ts';
import { Padded } from './Padded.tsx';
import { ProblemsTab } from './problems/ProblemsTab.tsx';
import { useProblems } from './problems/useProblems.ts';
import { ResizeHandle } from './ResizeHandle.tsx';
import { TimelineTab } from './timeline/TimelineTab.tsx';

/** What the drawer shows. It is loaded when it is first opened. */
export default function OpenDrawer({ tab }: { readonly tab: DrawerTab }) {
  const t = useMessages(messages);
  const problems = useProblems().length;
  const [height, setHeight] = useState(() => clampHeight(keptHeight(localStorage), window.innerHeight));
  const resize = (wanted: number) => {
    const next = clampHeight(wanted, window.innerHeight);
    setHeight(next);
    keepHeight(localStorage, next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    closeDrawer();
  };
  return (
    <section
      aria-label={t('drawer')}
      data-testid="drawer"
      className="relative flex shrink-0 flex-col border-t border-line-strong bg-surface"
      style={{ height }}
      onKeyDown={onKeyDown}
    >
      <ResizeHandle
        label={t('resize')}
        height={height}
        onResize={resize}
        onKey={(key) => {
          const next = heightByKey(key, height);
          if (next !== null) resize(next);
          return next !== null;
        }}
      />
      <Tabs
        className="min-h-0 flex-1"
        label={t('drawer')}
        value={tab}
        onValueChange={openDrawer}
        items={DRAWER_TABS.map((value) => ({
          value,
          label: t(value),
          badge: value === 'problems' && problems > 0 ? <Badge tone="failed">{problems}</Badge> : undefined,
        }))}
        end={
          <IconButton
            size="sm"
            className="mr-1"
            icon={X}
            label={t('close')}
            shortcut="mod+j"
            onClick={closeDrawer}
          />
        }
      >
        <Content tab={tab} />
      </Tabs>
    </section>
  );
}

function Content({ tab }: { readonly tab: DrawerTab }) {
  const t = useMessages(messages);
  const run = useRun();
  if (tab === 'problems') return <ProblemsTab />;
  if (tab === 'history') return <HistoryTab />;
  if (run === null)
    return (
      <Padded>
        <EmptyState icon={Play} title={t('noRun')} text={t('noRunText')} />
      </Padded>
    );
  return tab === 'timeline' ? (
    <TimelineTab key={run.runId} run={run} />
  ) : (
    <LogTab key={run.runId} run={run} />
  );
}
