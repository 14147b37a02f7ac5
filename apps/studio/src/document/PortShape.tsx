import type { ArtifactKind } from '@weft/engine/graph';
import { memo } from 'react';

/** A kind of artifact by shape as well as by colour. */
const SHAPES: Readonly<Record<ArtifactKind, string>> = {
  table: 'M2 2h8v8H2z',
  index: 'M6 .8 11.2 6 6 11.2.8 6z',
  model: 'M6 1.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6z',
  report: 'M6 1.2 11.2 10.4H.8z',
  blob: 'M6 1.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6zM6 3.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8z',
};

/** The stage that usually makes such a thing lends its colour. */
export const KIND_COLOR: Readonly<Record<ArtifactKind, string>> = {
  table: 'var(--stage-ingest)',
  index: 'var(--stage-index)',
  model: 'var(--stage-train)',
  report: 'var(--stage-evaluate)',
  blob: 'var(--stage-code)',
};

export const PortShape = memo(function PortShape({ kind }: { kind: ArtifactKind | null }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" className="weft-port-shape">
      <path
        d={kind === null ? 'M2.5 2.5l7 7M9.5 2.5l-7 7' : SHAPES[kind]}
        fill={kind === null ? 'none' : KIND_COLOR[kind]}
        fillRule="evenodd"
        stroke={kind === null ? 'var(--status-failed)' : 'var(--surface)'}
        strokeWidth={kind === null ? 2 : 1}
      />
    </svg>
  );
});
