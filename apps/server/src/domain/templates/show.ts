import type { Bilingual, Template } from './read.ts';

/** A template in the gallery, with what its thumbnail is drawn from. */
export interface TemplateView {
  readonly slug: string;
  readonly title: Bilingual;
  readonly description: Bilingual;
  readonly tags: readonly string[];
  /** Seconds it takes on two cores, with nothing cached. */
  readonly duration: number;
  readonly nodes: readonly {
    readonly id: string;
    readonly type: string;
    readonly position: { readonly x: number; readonly y: number };
  }[];
  /** By the ids of their nodes. */
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export function showTemplate({ document, ...about }: Template): TemplateView {
  return {
    ...about,
    nodes: Object.entries(document.nodes).map(([id, { type, position = { x: 0, y: 0 } }]) => ({
      id,
      type,
      position,
    })),
    edges: Object.values(document.edges).map(({ from, to }) => ({ from: from.node, to: to.node })),
  };
}
