import type { ComponentType } from 'react';
import type { Preview } from './preview.ts';

/** One live or finished step, as a view sees it. It never sees the network, the document or another step. */
export interface ViewStep {
  readonly nodeId: string;
  readonly type: string;
  readonly status:
    'waiting' | 'running' | 'paused' | 'succeeded' | 'cached' | 'failed' | 'skipped' | 'cancelled';
  readonly params: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<
    Record<
      string,
      { readonly hash: string; readonly kind: string; readonly bytes: number; readonly rows: number | null }
    >
  >;
  readonly metrics: Readonly<Record<string, number>>;
  /** Curves so far: metric name → points in order. Grows while the step runs. */
  readonly curves: Readonly<Record<string, readonly (readonly [at: number, value: number])[]>>;
}

export interface PreviewOptions {
  readonly offset?: number;
  readonly limit?: number;
  readonly sort?: { readonly column: string; readonly direction: 'asc' | 'desc' };
}

export interface ViewProps {
  readonly step: ViewStep;
  /** `inline` inside the cell (about 320 × 200), `large` in the enlarged dialog or notebook. */
  readonly size: 'inline' | 'large';
  readonly language: 'en' | 'zh';
  /** Reads a page of an output. Suspends nothing: the view shows its own skeleton. Results are cached by hash. */
  readonly read: (port: string, options?: PreviewOptions) => Promise<Preview>;
}

/** A module under `<stage>/<node>/view.tsx`. Nodes without one get the generic view of their outputs. */
export interface ViewModule {
  readonly View: ComponentType<ViewProps>;
  /** The one figure shown when the cell is small, for example "accuracy 92.6 %". Null: none yet. */
  readonly keyFigure?: (step: ViewStep, language: 'en' | 'zh') => string | null;
}
