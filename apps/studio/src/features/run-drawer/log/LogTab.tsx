import { Search, SearchX, Terminal } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../../i18n/index.ts';
import { openLog, panels, useTitles, type RunState } from '../../../runs/index.ts';
import { Button, EmptyState, ErrorNote, Input, Select, Skeleton, Switch } from '../../../ui/index.ts';
import { Padded } from '../Padded.tsx';
import { LogLinesView } from './LogLinesView.tsx';
import { LOG_LEVELS, type LogLevel } from './logLines.ts';
import { messages } from './messages.ts';
import { useLog } from './useLog.ts';

const ANY = 'any' as const;

/** What steps wrote: searched, filtered, followed, and read backwards as far as one likes. */
export function LogTab({ run }: { readonly run: RunState }) {
  const t = useMessages(messages);
  const titleOf = useTitles();
  const nodeId = useStore(panels, (state) => state.logOf);
  const [level, setLevel] = useState<LogLevel | null>(null);
  const [q, setQ] = useState('');
  const [follow, setFollow] = useState(true);
  const log = useLog(run.runId, { nodeId, level, q: q.trim() });
  const nodes = useMemo(
    () => [...run.steps.values()].map(({ nodeId: id, type }) => ({ value: id, label: titleOf(id, type) })),
    [run.steps, titleOf],
  );
  const filtered = nodeId !== null || level !== null || q.trim() !== '';
  const showEverything = () => {
    setQ('');
    setLevel(null);
    openLog(null);
  };
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
        <Input
          type="search"
          icon={Search}
          className="w-56"
          value={q}
          placeholder={t('search')}
          aria-label={t('search')}
          onChange={(event) => setQ(event.target.value)}
        />
        <div className="w-44">
          <Select
            label={t('level')}
            value={level ?? ANY}
            onValueChange={(value) => setLevel(value === ANY ? null : value)}
            options={[
              { value: ANY, label: t('anyLevel') },
              ...LOG_LEVELS.map((value) => ({ value, label: t(value) })),
            ]}
          />
        </div>
        <div className="w-48">
          <Select
            label={t('node')}
            value={nodeId ?? ANY}
            onValueChange={(value) => openLog(value === ANY ? null : value)}
            options={[{ value: ANY, label: t('anyNode') }, ...nodes]}
          />
        </div>
        <label className="ml-auto flex items-center gap-2 text-sm text-ink-2" title={t('following')}>
          <Switch checked={follow} onCheckedChange={setFollow} aria-label={t('follow')} />
          {t('follow')}
        </label>
      </div>
      <div className="min-h-0 flex-1">
        {log.lines.length > 0 ? (
          <LogLinesView
            log={log}
            titleOf={(id) => titleOf(id, run.steps.get(id)?.type)}
            follow={follow}
            onFollow={setFollow}
          />
        ) : log.state === 'loading' ? (
          <Skeleton className="m-3 h-16" />
        ) : (
          <Padded>
            {log.state !== 'ready' ? (
              <ErrorNote error={log.state.error} retry={log.retry} />
            ) : filtered ? (
              <EmptyState
                icon={SearchX}
                title={t('nothing')}
                text={t('nothingText')}
                action={<Button onClick={showEverything}>{t('clear')}</Button>}
              />
            ) : (
              <EmptyState icon={Terminal} title={t('empty')} text={t('emptyText')} />
            )}
          </Padded>
        )}
      </div>
    </div>
  );
}
