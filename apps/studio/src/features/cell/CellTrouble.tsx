import { CircleX, Clock } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useWorkspace } from '../../shell/index.ts';
import { formatDuration } from '../../i18n/format.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { openLog, useRunActions, useRuns, useTitles, type StepState } from '../../runs/index.ts';
import { Button, Code, toast, useSentence } from '../../ui/index.ts';
import { messages } from './messages.ts';

/** Why a step has no result: what happened, where, and whose turn it is; or why it waits. */
export function CellTrouble({ step }: { step: StepState }) {
  switch (step.status) {
    case 'failed':
      return <Failure step={step} />;
    case 'waiting':
    case 'paused':
      return step.question === null ? <Waiting step={step} /> : null;
    case 'skipped':
      return <Skipped step={step} />;
    case 'running':
    case 'succeeded':
    case 'cached':
    case 'cancelled':
      return null;
  }
}

function Failure({ step }: { step: StepState }) {
  const t = useMessages(messages);
  // Two words of the run: a cell is not drawn again with every event.
  const runId = useRuns(({ run }) => run?.runId ?? '');
  const isOver = useRuns(({ run }) => run?.status === 'failed');
  const { can } = useWorkspace();
  const { controlRun } = useRunActions();
  const sentence = useSentence();
  const { error, nodeId } = step;
  if (error === null) return null;
  const id = `${runId.slice(0, 8)}/${nodeId}`;
  const retry = () =>
    void controlRun('retry').catch((refused: unknown) => toast(sentence(refused), { tone: 'danger' }));
  return (
    <div role="alert" className="space-y-1 rounded-md border border-failed/40 bg-failed/5 p-2 text-sm">
      <p className="flex gap-1.5 text-failed">
        <CircleX size={14} aria-hidden className="mt-0.5 shrink-0" />
        <span className="min-w-0 break-words">{error.message}</span>
      </p>
      <p className="text-ink-2">{t(`error-${error.kind}`, { id })}</p>
      <div className="flex flex-wrap items-center gap-1">
        {isOver && can('run:control') && (
          <Button size="sm" className="nodrag" onClick={retry}>
            {t('retry')}
          </Button>
        )}
        <Button size="sm" variant="plain" className="nodrag" onClick={() => openLog(nodeId)}>
          {t('log')}
        </Button>
        <Code className="ml-auto text-ink-3">{error.code}</Code>
      </div>
    </div>
  );
}

function Waiting({ step: { waiting, retryAt } }: { step: StepState }) {
  const t = useMessages(messages);
  const language = useLanguage();
  const left = useTimeLeft(retryAt);
  if (waiting === null) return null;
  return (
    <p className="flex gap-1.5 text-sm text-ink-2">
      <Clock size={13} aria-hidden className="mt-0.5 shrink-0 text-waiting" />
      <span className="min-w-0 break-words">
        {t('waits', { reason: waiting.reason[language] })}
        {left !== null && ` · ${t('next-try', { time: formatDuration(left) })}`}
      </span>
    </p>
  );
}

function Skipped({ step: { because } }: { step: StepState }) {
  const t = useMessages(messages);
  const titleOf = useTitles();
  return because === null ? null : (
    <p className="text-sm text-ink-2">{t('skipped-because', { title: titleOf(because) })}</p>
  );
}

/** Milliseconds until then, to the second; null when it is past. */
function useTimeLeft(until: number | null): number | null {
  const [now, setNow] = useState(() => Date.now());
  const isAhead = until !== null && until > now;
  useEffect(() => {
    if (!isAhead) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isAhead]);
  return isAhead ? Math.ceil((until - now) / 1000) * 1000 : null;
}
