import { formatDuration, formatNumber } from '../../i18n/format.ts';
import type { Translate } from '../../i18n/index.ts';
import type { Preview } from '../../runs/index.ts';
import type { messages } from './messages.ts';

/** What the Run button promises. It is the preview in words: what it says will be executed is what is executed. */
export interface RunLabel {
  readonly kind: 'checking' | 'blocked' | 'empty' | 'nothing' | 'run';
  /** The first words, which stay when there is little room. */
  readonly main: string;
  /** The rest, in order of importance. */
  readonly details: readonly string[];
  readonly hint: string;
  /** False: the document has changed since, so figures may be wrong by now. */
  readonly current: boolean;
}

/** @param problems found in this page already: they come sooner than the server's answer */
export function runLabel(
  preview: Preview,
  { problems, t }: { problems: number; t: Translate<(typeof messages)['en']> },
): RunLabel {
  const count = problems > 0 ? problems : preview.diagnostics.length;
  const isEmpty = preview.diagnostics.some(({ code }) => code === 'document.empty');
  if (isEmpty) return plain('empty', t('run'), t('empty'));
  if (count > 0) return plain('blocked', t('problems', { count }), t('problemsHint'));
  if (preview.kind !== 'ready') return plain('checking', t('run'), t('checking'));
  const { execute, cached, estimatedMs, current } = preview;
  const total = execute + cached;
  if (execute === 0)
    return {
      kind: 'nothing',
      main: t('runNothing'),
      details: [t('cached', { count: cached })],
      hint: current ? t('hintNothing', { total }) : t('outdated'),
      current,
    };
  return {
    kind: 'run',
    main: execute === total ? t('runAll', { total }) : t('runSome', { execute, total }),
    details: [
      ...(cached === 0 ? [] : [t('cached', { count: cached })]),
      ...(estimatedMs === null ? [] : [t('estimate', { duration: roughly(estimatedMs) })]),
    ],
    hint: !current
      ? t('outdated')
      : execute === total
        ? t('hintAll', { total })
        : t('hintRun', { execute, total }),
    current,
  };
}

const plain = (kind: RunLabel['kind'], main: string, hint: string): RunLabel => ({
  kind,
  main,
  details: [],
  hint,
  current: true,
});

/** An estimate is not exact, and must not look it: one or two digits of one unit. */
export function roughly(ms: number): string {
  if (ms < 1000) return formatDuration(Math.max(100, Math.round(ms / 100) * 100));
  if (ms < 10_000) return formatDuration(Math.round(ms / 1000) * 1000);
  if (ms < 57_500) return formatDuration(Math.round(ms / 5000) * 5000);
  const minutes = ms / 60_000;
  const [value, unit] = minutes < 99.5 ? [Math.round(minutes), 'minute'] : [Math.round(minutes / 60), 'hour'];
  return formatNumber(value, { style: 'unit', unit, unitDisplay: 'short' });
}
