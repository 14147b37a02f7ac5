import type { Change } from './whyRun.ts';

/** Why a step will be, or was, served or executed. `sentences.ts` says it in words. */
export type StepReason =
  | { readonly because: 'result' }
  /** Steps above it execute first. */
  | { readonly because: 'follows'; readonly upstream: readonly string[] }
  | { readonly because: 'forced' }
  | { readonly because: 'effect' }
  | { readonly because: 'first' }
  /** What differs from the last run of this document that had the node. */
  | { readonly because: 'changed'; readonly changes: readonly Change[] }
  | { readonly because: 'gone' }
  /** A step above it did not succeed. */
  | { readonly because: 'skipped'; readonly of: string };
