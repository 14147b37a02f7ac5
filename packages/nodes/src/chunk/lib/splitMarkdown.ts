import type { Heading } from './headingPath.ts';
import type { MarkdownBlock } from './markdownBlocks.ts';
import type { Span } from './span.ts';
import type { SplitOptions } from './splitRecursive.ts';
import type { SeparatorFinder } from './separators.ts';
import { cutAtOrBefore } from './graphemes.ts';
import { headingPaths } from './headingPath.ts';
import { markdownBlocks } from './markdownBlocks.ts';
import { separatorFinder } from './separators.ts';
import { chunkEnd, overlapStart } from './splitRecursive.ts';

/** A chunk that knows the headings above it, outermost first. */
export interface MarkdownSpan extends Span {
  readonly path: readonly string[];
}

/** Code and tables that do not fit are cut between lines. */
const LINE_LEVELS = [['\n']];
/** A chunk less full than this is filled up with a part of the next paragraph. */
const LEAST_FILL = 0.25;

/**
 * Cuts a Markdown text so that no chunk crosses a heading, and code fences and tables stay whole when they fit.
 *
 * A heading with nothing under it joins the section below, so that its words are not lost in a chunk of their
 * own. `headings` gives the sections of a text whose headings are not written in Markdown (HTML, DOCX); they are
 * used where the text itself has none.
 */
export function splitMarkdown(
  text: string,
  options: SplitOptions,
  headings: readonly Heading[] = [],
): MarkdownSpan[] {
  const scanned = wholeCharacters(text, markdownBlocks(text));
  const blocks = scanned.some(isHeading) ? scanned : withHeadings(text, scanned, headings);
  const pathAt = headingPaths(
    blocks.filter(isHeading).map(({ level, title, start }) => ({ level, text: title, offset: start })),
  );
  const finders = { text: separatorFinder(text, options.levels), lines: separatorFinder(text, LINE_LEVELS) };
  const spans: MarkdownSpan[] = [];
  for (const section of sectionsOf(blocks)) {
    const innermost = section.findLast(isHeading) ?? section[0]!;
    const path = pathAt(innermost.start);
    for (const span of splitSection(text, section, options, finders)) spans.push({ ...span, path });
  }
  return spans;
}

const isHeading = (block: MarkdownBlock): boolean => block.kind === 'heading';

/** Blocks with the lines at which `headings` stand made headings. */
function withHeadings(
  text: string,
  blocks: readonly MarkdownBlock[],
  headings: readonly Heading[],
): MarkdownBlock[] {
  const result: MarkdownBlock[] = [];
  let next = 0;
  for (const block of blocks) {
    let start = block.start;
    for (
      let heading = headings[next];
      heading !== undefined && heading.offset < block.end;
      heading = headings[++next]
    ) {
      const { level, text: title, offset } = heading;
      if (offset < start || cutAtOrBefore(text, offset, start) !== offset) continue;
      if (offset > start) result.push({ ...block, start, end: offset });
      const newline = text.indexOf('\n', offset);
      const end =
        newline === -1 || newline >= block.end ? block.end : cutAtOrBefore(text, newline + 1, offset);
      if (end > offset) result.push({ kind: 'heading', start: offset, end, level, title });
      start = Math.max(end, offset);
    }
    if (start < block.end) result.push({ ...block, start });
  }
  return result;
}

/** A section is its headings and what follows them up to the next heading. */
function sectionsOf(blocks: readonly MarkdownBlock[]): MarkdownBlock[][] {
  const sections: MarkdownBlock[][] = [];
  let previous: MarkdownBlock | undefined;
  for (const block of blocks) {
    if (previous === undefined || (isHeading(block) && !isHeading(previous))) sections.push([]);
    sections.at(-1)!.push(block);
    previous = block;
  }
  return sections;
}

function splitSection(
  text: string,
  blocks: readonly MarkdownBlock[],
  options: SplitOptions,
  finders: { text: SeparatorFinder; lines: SeparatorFinder },
): Span[] {
  const spans: Span[] = [];
  const limit = blocks.at(-1)!.end;
  let core = blocks[0]!.start;
  let at = 0;
  while (core < limit) {
    const start = spans.length === 0 ? core : overlapStart(text, spans, options, finders.text);
    const reach = options.measure.reach(text, start, options.size, limit);
    let fits = at;
    while (fits < blocks.length && blocks[fits]!.end <= reach) fits++;
    const packed = fits === at ? core : blocks[fits - 1]!.end;
    const block = blocks[fits];
    let end = packed;
    if (block !== undefined) {
      const whole = block.kind === 'code' || block.kind === 'table';
      const fitsAlone =
        whole && options.measure.reach(text, block.start, options.size, block.end) === block.end;
      const sparse = packed - core < (reach - core) * LEAST_FILL && !fitsAlone;
      if (packed === core || sparse) {
        const window = { start, core: Math.max(core, block.start), limit: block.end };
        end = chunkEnd(text, window, options, whole ? finders.lines : finders.text);
      }
    }
    spans.push({ start, core, end });
    core = end;
    while (at < blocks.length && blocks[at]!.end <= core) at++;
  }
  return spans;
}

/** A combining mark at the start of a line belongs to the line end before it: such a block begins behind it. */
function wholeCharacters(text: string, blocks: readonly MarkdownBlock[]): MarkdownBlock[] {
  const whole: MarkdownBlock[] = [];
  let start = 0;
  for (const block of blocks) {
    const end = block.end === text.length ? block.end : cutAtOrBefore(text, block.end, start);
    if (end > start) whole.push({ ...block, start, end });
    start = end;
  }
  return whole;
}
