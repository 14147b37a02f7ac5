import { useForecast, type StepState } from '../../runs/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Badge, StatusBadge, StatusIcon, Tooltip, useStatusWord } from '../../ui/index.ts';
import { messages } from './messages.ts';

/** How the node stands in the run being shown; while the Run button is looked at, what a run would do with it. */
export function CellStatus({
  nodeId,
  step,
  wordless = false,
}: {
  nodeId: string;
  step: StepState | null;
  wordless?: boolean;
}) {
  const t = useMessages(messages);
  const forecast = useForecast(nodeId);
  const word = useStatusWord();
  if (forecast !== null)
    return (
      <Badge tone={forecast === 'cached' ? 'neutral' : 'running'}>
        <span data-testid={`forecast-${nodeId}`}>{t(`will-${forecast}`)}</span>
      </Badge>
    );
  if (step === null) return null;
  return (
    <span
      className="flex shrink-0 items-center gap-1.5 text-sm"
      data-testid={`status-${nodeId}`}
      data-status={step.status}
    >
      {step.stale && !wordless && (
        <Tooltip label={t('stale-why')}>
          <span tabIndex={0} className="rounded-sm text-xs text-waiting">
            {t('stale')}
          </span>
        </Tooltip>
      )}
      {wordless ? (
        <span
          role="img"
          aria-label={step.stale ? `${word(step.status)}, ${t('stale')}` : word(step.status)}
          className={step.stale ? 'flex opacity-60' : 'flex'}
        >
          <StatusIcon status={step.status} className="size-5!" />
        </span>
      ) : (
        <StatusBadge status={step.status} />
      )}
    </span>
  );
}
