import type { NodeSpec, PortType, Stage } from '@weft/engine/graph';
import { fittingPort, type Side } from '../../document/index.ts';

/** The palette's contents: node types by stage, those that answer a search, those that fit a wire. Pure. */
export interface Wanted {
  readonly type: PortType;
  /** The side of the port where the wire begins. */
  readonly side: Side;
}

export interface Shelf {
  readonly stage: Stage;
  readonly items: readonly ShelfItem[];
}

export interface ShelfItem {
  readonly spec: NodeSpec;
  readonly fits: boolean;
}

export interface Shelves {
  readonly shelves: readonly Shelf[];
  /** How many answer the search but do not fit. */
  readonly misfits: number;
}

const ORDER: readonly Stage[] = [
  'ingest',
  'chunk',
  'embed',
  'index',
  'train',
  'evaluate',
  'publish',
  'code',
  'control',
];

export interface ShelvesOptions {
  readonly query: string;
  readonly fits: Wanted | null;
  /** Also those that do not fit. */
  readonly all: boolean;
}

export function shelvesOf(specs: readonly NodeSpec[], { query, fits, all }: ShelvesOptions): Shelves {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = specs
    .map((spec) => ({
      spec,
      score: score(spec, words),
      fits: fits === null || fittingPort(spec, fits) !== null,
    }))
    .filter((item) => item.score > 0);
  const shown = found.filter((item) => all || item.fits);
  const shelves = ORDER.map((stage) => ({
    stage,
    items: shown
      .filter(({ spec }) => spec.stage === stage)
      .toSorted((a, b) => Number(b.fits) - Number(a.fits) || b.score - a.score),
  })).filter(({ items }) => items.length > 0);
  // The stage with the best answer first; without a search, in the order of the work.
  const best = ({ items }: (typeof shelves)[number]): number => Math.max(...items.map((item) => item.score));
  return {
    shelves: words.length === 0 ? shelves : shelves.toSorted((a, b) => best(b) - best(a)),
    misfits: found.length - found.filter((item) => item.fits).length,
  };
}

/** 0: some word is nowhere. Titles count most, and their beginnings more; both languages are searched, always. */
function score({ title, description, type, inputs, outputs }: NodeSpec, words: readonly string[]): number {
  const titles = [title.en, title.zh, type].map((text) => text.toLowerCase());
  const ports = Object.entries({ ...inputs, ...outputs }).map(([name, port]) => `${name} ${port.type.kind}`);
  const rest = [description.en, description.zh, ...ports].join(' ').toLowerCase();
  let total = 1;
  for (const word of words) {
    if (titles.some((text) => text.startsWith(word) || text.includes(`.${word}`))) total += 4;
    else if (titles.some((text) => text.includes(word))) total += 3;
    else if (rest.includes(word)) total += 1;
    else return 0;
  }
  return total;
}
