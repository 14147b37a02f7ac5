import type { NodeSpec } from '../graph/index.ts';
import type { CheckpointSlot } from '../protocol/index.ts';
import type { ClaimedStep } from '../queue/claim.ts';

/** Why a step cannot have saved this checkpoint, in a sentence, or null when it can. */
export function slotTrouble(
  slot: CheckpointSlot,
  spec: NodeSpec,
  { range, inputs }: Pick<ClaimedStep, 'range' | 'inputs'>,
): string | null {
  switch (slot.kind) {
    case 'state':
      return spec.shape === 'loop' ? null : `a ${spec.shape} has no state to save`;
    case 'prepared':
      return spec.shape === 'map' ? null : `a ${spec.shape} prepares nothing`;
    case 'rows': {
      if (spec.shape !== 'map') return `a ${spec.shape} has no rows to save`;
      const { over } = spec.map;
      const from = range?.from ?? 0;
      const to = range?.to ?? (over === null ? Infinity : (inputs[over]?.[0]?.rows ?? 0));
      return slot.from >= from && slot.to <= to
        ? null
        : `rows ${slot.from} to ${slot.to} are not among the rows ${from} to ${to} of this step`;
    }
  }
}
