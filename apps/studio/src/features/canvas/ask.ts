import type { NodeSpec, PortType } from '@weft/engine/graph';
import type { PortRef } from '../../document/index.ts';

/** A place where somebody wants a node: the page shows the palette there and answers with a type. */
export interface NodeAsked {
  /** Where the palette opens, and the node goes. Absent: beside the selected node, or the middle of the view. */
  readonly screen?: { readonly x: number; readonly y: number };
  /** The wire that the new node should take. */
  readonly wire?: { readonly from: PortRef; readonly type: PortType };
}

export type AskForNode = (asked: NodeAsked) => void;

/** What the page's palette is told; structurally its props. */
export interface PaletteRequest {
  readonly fits: { readonly type: PortType; readonly side: 'in' | 'out' } | null;
  readonly onChoose: (spec: NodeSpec) => void;
  readonly onClose: () => void;
}
