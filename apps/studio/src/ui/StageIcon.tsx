import type { Stage } from '@weft/engine/graph';
import clsx from 'clsx';
import {
  Binary,
  Braces,
  Database,
  FileInput,
  FlaskConical,
  GitBranch,
  Rocket,
  Scissors,
  Sigma,
  type LucideIcon,
} from 'lucide-react';

/** One hue per stage, used as an edge, an icon and a wire. */
export const STAGE_LOOK: Readonly<
  Record<Stage, { readonly icon: LucideIcon; readonly text: string; readonly color: string }>
> = {
  ingest: { icon: FileInput, text: 'text-stage-ingest', color: 'var(--stage-ingest)' },
  chunk: { icon: Scissors, text: 'text-stage-chunk', color: 'var(--stage-chunk)' },
  embed: { icon: Binary, text: 'text-stage-embed', color: 'var(--stage-embed)' },
  index: { icon: Database, text: 'text-stage-index', color: 'var(--stage-index)' },
  train: { icon: Sigma, text: 'text-stage-train', color: 'var(--stage-train)' },
  evaluate: { icon: FlaskConical, text: 'text-stage-evaluate', color: 'var(--stage-evaluate)' },
  publish: { icon: Rocket, text: 'text-stage-publish', color: 'var(--stage-publish)' },
  code: { icon: Braces, text: 'text-stage-code', color: 'var(--stage-code)' },
  control: { icon: GitBranch, text: 'text-stage-control', color: 'var(--stage-control)' },
};

export function StageIcon({ stage, className }: { readonly stage: Stage; readonly className?: string }) {
  const { icon: Icon, text } = STAGE_LOOK[stage];
  return <Icon aria-hidden className={clsx('size-3.5 shrink-0', text, className)} />;
}
