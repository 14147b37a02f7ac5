import type { ViewStep } from '../../view/types.ts';

type Curves = ViewStep['curves'];

/** Losses have no upper bound and shares have: they cannot share an axis. */
export function splitCurves(curves: Curves): { readonly losses: Curves; readonly shares: Curves } {
  const entries = Object.entries(curves).filter(([, points]) => points.length > 0);
  const isLoss = ([name]: readonly [string, unknown]) => name === 'loss' || name.endsWith('_loss');
  return {
    losses: Object.fromEntries(entries.filter(isLoss)),
    shares: Object.fromEntries(entries.filter((entry) => !isLoss(entry))),
  };
}

/**
 * The curves of a finished training, from its report: a step that was taken from the cache has told none of its own. A
 * second pass over all rows counts its epochs anew and gets a name of its own, as it does live.
 */
export function curvesOfReport(report: unknown): Curves {
  const curve = (report as { curve?: unknown } | null | undefined)?.curve;
  if (!Array.isArray(curve)) return {};
  const curves: Record<string, [number, number][]> = {};
  for (const record of curve as readonly Readonly<Record<string, unknown>>[]) {
    if (typeof record !== 'object' || record === null || typeof record['epoch'] !== 'number') continue;
    for (const [name, value] of Object.entries(record)) {
      if (name === 'epoch' || typeof value !== 'number') continue;
      const told =
        name === 'loss' && record['phase'] === 'refit'
          ? 'refit_loss'
          : name === 'val_accuracy'
            ? 'accuracy'
            : name;
      (curves[told] ??= []).push([record['epoch'], value]);
    }
  }
  return curves;
}
