import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../api/client.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import {
  askWhy,
  ChangeList,
  useIsHistory,
  usePreview,
  useRun,
  useRunActions,
  useStep,
  useTitles,
  type StepState,
} from '../../runs/index.ts';
import { Button, Dialog, ErrorNote, Skeleton } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { questionOf } from './question.ts';

/** The answer, for one step: what was, and what would be. */
export default function Explained({ nodeId }: { readonly nodeId: string }) {
  const t = useMessages(messages);
  const titleOf = useTitles();
  const step = useStep(nodeId);
  const isHistory = useIsHistory();
  const question = questionOf(step?.status ?? null);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && askWhy(null)}
      title={t(`title${question}`, { step: titleOf(nodeId, step?.type) })}
      size="md"
    >
      <div className="flex flex-col gap-4" data-testid="explain">
        {step !== null && <InRun step={step} />}
        {!isHistory && <Next nodeId={nodeId} />}
      </div>
    </Dialog>
  );
}

/** What was: the reason that the run recorded. */
function InRun({ step }: { readonly step: StepState }) {
  const t = useMessages(messages);
  const language = useLanguage();
  const run = useRun();
  const { showRun } = useRunActions();
  // The state of the step is part of the question: it is asked again when it changes.
  const query = useQuery(
    trpc.runs.explainStep.queryOptions(
      { runId: run?.runId ?? '', nodeId: step.nodeId },
      { enabled: run !== null, staleTime: 0 },
    ),
  );
  if (run === null) return null;
  const told = query.data;
  const question = questionOf(step.status);
  const how = { Ran: 'ran', Cached: 'cached', Waits: 'waits', Not: 'other', Next: 'other' } as const;
  return (
    <section>
      <h3 className="mb-1 text-sm text-ink-2">{t('inRun', { number: run.number })}</h3>
      {query.isPending && <Skeleton className="h-10" />}
      {query.isError && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {told !== undefined && (
        <>
          <p>{t(how[question], { why: told.why[language] })}</p>
          {told.changes.length > 0 && <ChangeList changes={told.changes} />}
          {told.cachedFrom !== null && (
            <p className="mt-1 flex items-center gap-2 text-sm text-ink-2">
              {t(told.cachedFrom.documentId === run.documentId ? 'from' : 'fromElsewhere', {
                number: told.cachedFrom.number,
              })}
              {told.cachedFrom.documentId === run.documentId && (
                <Button
                  size="sm"
                  variant="plain"
                  onClick={() => {
                    askWhy(null);
                    showRun(told.cachedFrom!.runId);
                  }}
                >
                  {t('showRun', { number: told.cachedFrom.number })}
                </Button>
              )}
            </p>
          )}
          {told.key !== null && (
            <p className="mt-2 text-xs text-ink-2" title={t('keyHint')}>
              {t('key')} <code className="font-mono break-all">{told.key}</code>
            </p>
          )}
        </>
      )}
    </section>
  );
}

/** What would be: the same words as the preview, and as `weft explain`. */
function Next({ nodeId }: { readonly nodeId: string }) {
  const t = useMessages(messages);
  const language = useLanguage();
  const preview = usePreview();
  const next = preview.steps.find((step) => step.nodeId === nodeId);
  if (preview.kind === 'loading') return null;
  const how = { run: 'willRun', follows: 'willFollow', cached: 'willBeCached' } as const;
  return (
    <section>
      <h3 className="mb-1 text-sm text-ink-2">{t('next')}</h3>
      {next === undefined ? (
        <p>{t('unknown')}</p>
      ) : (
        <>
          <p>{t(how[next.will], { why: next.why[language] })}</p>
          {next.changes.length > 0 && <ChangeList changes={next.changes} />}
        </>
      )}
    </section>
  );
}
