import { estimateTokens, tokensReach, tokensReachBack } from './tokens.ts';

/** How the size of a chunk is counted. */
export interface Measure {
  /** Size of a text. */
  size(text: string): number;
  /** The furthest index at most `end` such that text[from, index) is no larger than `budget`. */
  reach(text: string, from: number, budget: number, end: number): number;
  /** The earliest index at least `floor` such that text[index, to) is no larger than `budget`. */
  reachBack(text: string, to: number, budget: number, floor: number): number;
}

const characters: Measure = {
  size: (text) => text.length,
  reach: (_text, from, budget, end) => Math.min(end, from + budget),
  reachBack: (_text, to, budget, floor) => Math.max(floor, to - budget),
};

const tokens: Measure = { size: estimateTokens, reach: tokensReach, reachBack: tokensReachBack };

/** `characters` counts UTF-16 units (a string's length); `tokens` estimates what a model's tokenizer makes. */
export const MEASURES = { characters, tokens } as const;

export type Unit = keyof typeof MEASURES;
