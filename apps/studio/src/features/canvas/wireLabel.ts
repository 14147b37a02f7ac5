/** What of a row count has room on its wire: "199 rows", "199", or nothing. */
export type WireLabel = 'words' | 'number' | 'none';

/** In canvas pixels, at the type's own size (canvas.css): letters, the frame around them, and some wire on both sides. */
const LETTER = 6.2;
const FRAME = 12;
const WIRE = 8;

/**
 * A label that reached a port or lay on a cell would hide what it is about. Between the two ends there is free room for
 * certain; where a wire goes back there is none.
 */
export function wireLabel({
  gap,
  scale,
  words,
  number,
}: {
  /** From one end of the wire to the other along x, in canvas pixels. */
  readonly gap: number;
  /** Of type at this zoom (`typeScale`). */
  readonly scale: number;
  readonly words: string;
  readonly number: string;
}): WireLabel {
  const fits = (text: string): boolean => (text.length * LETTER + FRAME) * scale + WIRE <= gap;
  return fits(words) ? 'words' : fits(number) ? 'number' : 'none';
}
