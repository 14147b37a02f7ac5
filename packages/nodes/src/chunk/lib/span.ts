/**
 * One chunk of a text, as UTF-16 offsets into it.
 *
 * `text.slice(start, end)` is the chunk; `text.slice(core, end)` is the part no earlier chunk holds. The
 * cores of all chunks, in order, tile the text without gap or repeat, so joining them gives the source back.
 * `start < core` only where the chunk repeats the end of the one before it (overlap).
 */
export interface Span {
  readonly start: number;
  readonly core: number;
  readonly end: number;
}

/** A half-open range of a text, in UTF-16 offsets. */
export interface Range {
  readonly start: number;
  readonly end: number;
}
