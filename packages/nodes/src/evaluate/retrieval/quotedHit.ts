import { excerpt } from '../lib/excerpt.ts';
import type { ListedHit } from '../lib/retrieval/evaluate.ts';

/** UTF-16 units of a passage that are quoted: enough to see whether it answers. */
const PASSAGE = 400;
/** Documents further down are named and not quoted. */
const QUOTED = 10;

export const quotedHit: ListedHit = ({ document, chunk, text, score }, at) => ({
  document,
  chunk,
  passage: at >= QUOTED ? '' : excerpt(text.trim().replaceAll(/\s+/g, ' '), PASSAGE),
  score,
});
