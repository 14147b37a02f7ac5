import type { Translate } from '../../i18n/index.ts';
import type { StepState, StepStatus } from '../../runs/index.ts';
import type { messages } from './messages.ts';

/** More at once are told as a number: a screen reader must not read out a wide graph. */
const MOST = 3;

/** What a screen reader says about the steps that changed between two looks; empty when nothing is worth a word. */
export function announcement(
  before: ReadonlyMap<string, StepState>,
  after: ReadonlyMap<string, StepState>,
  { t, titleOf }: { t: Translate<(typeof messages)['en']>; titleOf: (step: StepState) => string },
): string {
  const changed = [...after.values()].filter((step) => {
    const old = before.get(step.nodeId);
    return (
      old !== undefined &&
      old !== step &&
      (old.status !== step.status || (old.question === null && step.question !== null))
    );
  });
  const done = changed.filter(({ status }) => isDone(status));
  const urgent = changed.filter(({ status, question }) => status === 'failed' || question !== null);
  const sentences = [
    ...urgent.map((step) =>
      t(step.status === 'failed' ? 'saidFailed' : 'saidAsking', { step: titleOf(step) }),
    ),
    ...(done.length > MOST
      ? [t('saidMany', { count: done.length })]
      : done.map((step) => t('saidDone', { step: titleOf(step) }))),
  ];
  return sentences.join('. ');
}

const isDone = (status: StepStatus) => status === 'succeeded' || status === 'cached';
