import { CircleCheck, CircleX, RefreshCw, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useMessages, type Translate } from '../../../i18n/index.ts';
import { openLog, useRun, useSteps, useTitles } from '../../../runs/index.ts';
import { Button, CopyButton, EmptyState } from '../../../ui/index.ts';
import { Padded } from '../Padded.tsx';
import { goTo } from './goTo.ts';
import { messages } from './messages.ts';
import type { Problem } from './problemList.ts';
import { useProblems } from './useProblems.ts';

/** What is wrong, where, and the way out. */
export function ProblemsTab() {
  const t = useMessages(messages);
  const problems = useProblems();
  if (problems.length === 0)
    return (
      <Padded>
        <EmptyState icon={CircleCheck} title={t('none')} text={t('noneText')} />
      </Padded>
    );
  return (
    <ul aria-label={t('list')} className="h-full overflow-auto" data-testid="problems">
      {problems.map((problem) => (
        <ProblemRow key={problem.id} problem={problem} />
      ))}
    </ul>
  );
}

function ProblemRow({ problem }: { readonly problem: Problem }) {
  const t = useMessages(messages);
  const run = useRun();
  const titleOf = useTitles();
  const { nodeId, type, field, sentence, help, details, blocked } = problem;
  const retrying = useSteps().get(nodeId ?? '')?.status === 'waiting' && problem.of === 'step';
  const Icon: LucideIcon = retrying ? RefreshCw : problem.of === 'step' ? CircleX : TriangleAlert;
  const where = [
    problem.of === 'document' || run === null ? t('inDocument') : t('inRun', { number: run.number }),
    ...(nodeId === null ? [] : [titleOf(nodeId, type ?? undefined)]),
    ...(field === null ? [] : [field]),
  ].join(' · ');
  return (
    <li className="flex gap-3 border-b border-line px-3 py-2">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${retrying ? 'text-waiting' : 'text-failed'}`} />
      <div className="min-w-0 flex-1">
        <p className="break-words">{sentence}</p>
        {help !== null && <p className="text-ink-2">{help}</p>}
        <p className="mt-0.5 text-sm text-ink-2">
          {where}
          {problem.of === 'step' && ` · ${turn(problem, retrying, t)}`}
          {blocked > 0 && ` · ${t('blocked', { count: blocked })}`}
        </p>
        {problem.turn === 'us' && details !== null && <Details text={details} />}
      </div>
      {nodeId !== null && (
        <div className="flex shrink-0 items-start gap-1">
          {problem.of === 'step' && (
            <Button size="sm" variant="plain" onClick={() => openLog(nodeId)}>
              {t('log')}
            </Button>
          )}
          <Button size="sm" variant="quiet" onClick={() => goTo(nodeId, field)}>
            {field === null ? t('show') : t('showField', { field })}
          </Button>
        </div>
      )}
    </li>
  );
}

function Details({ text }: { readonly text: string }) {
  const t = useMessages(messages);
  return (
    <details className="mt-1 text-sm text-ink-2">
      <summary>{t('details')}</summary>
      <pre className="mt-1 max-h-40 overflow-auto rounded-sm bg-sunken p-2 font-mono text-xs whitespace-pre-wrap">
        {text}
      </pre>
      <CopyButton text={text} label={t('copy')} />
    </details>
  );
}

function turn({ turn: whose }: Problem, retrying: boolean, t: Translate<(typeof messages)['en']>): string {
  if (retrying) return t('turnRetrying');
  return t(whose === 'person' ? 'turnPerson' : whose === 'world' ? 'turnWorld' : 'turnUs');
}
