import { PencilLine } from 'lucide-react';
import { useForecast, type StepState } from '../../runs/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Badge, StatusBadge, Tooltip } from '../../ui/index.ts';
import { messages } from './messages.ts';

/** How the node stands in the run being shown; while the Run button is looked at, what a run would do with it. */
export function CellStatus({ nodeId, step }: { nodeId: string; step: StepState | null }) {
  const t = useMessages(messages);
  const forecast = useForecast(nodeId);
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
      {step.stale && (
        <Tooltip label={t('stale-why')}>
          <span tabIndex={0} className="flex items-center gap-1 rounded-sm whitespace-nowrap text-waiting">
            <PencilLine aria-hidden className="size-3" />
            {t('stale')}
          </span>
        </Tooltip>
      )}
      <StatusBadge status={step.status} />
    </span>
  );
}
