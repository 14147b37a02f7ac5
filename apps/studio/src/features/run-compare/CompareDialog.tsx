import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/index.ts';
import { compareRuns, panels } from '../../runs/index.ts';
import { Dialog, Skeleton } from '../../ui/index.ts';
import { messages } from './messages.ts';

const Comparison = lazy(async () => await import('./Comparison.tsx'));

/** Two runs side by side, opened with `compareRuns([newer, older])`. */
export function CompareDialog() {
  const t = useMessages(messages);
  const compared = useStore(panels, (state) => state.compared);
  return (
    <Dialog
      open={compared !== null}
      onOpenChange={(open) => !open && compareRuns(null)}
      title={t('title')}
      description={t('description')}
      size="lg"
    >
      {compared !== null && (
        <Suspense fallback={<Skeleton className="h-40" />}>
          <Comparison runId={compared[0]} otherRunId={compared[1]} />
        </Suspense>
      )}
    </Dialog>
  );
}
