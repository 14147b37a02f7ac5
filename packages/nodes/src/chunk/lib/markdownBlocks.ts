/**
 * The blocks of a Markdown text that matter to a splitter, as ranges that tile the text: headings, fenced code,
 * tables, and everything else (paragraphs, lists, quotes) between blank lines.
 *
 * A line scanner and not a Markdown parser: it is linear whatever the input (a full CommonMark parse runs at
 * about 1 MB/s and is quadratic on some inputs), and the inline syntax does not matter here. Lines are read as
 * CommonMark reads them at the top level; a heading or fence inside a quote or a list item is part of that item.
 */
export interface MarkdownBlock {
  readonly kind: 'heading' | 'code' | 'table' | 'text';
  readonly start: number;
  /** Behind the block and the blank lines that follow it. */
  readonly end: number;
  /** 1 to 6; headings only. */
  readonly level: number;
  /** The heading's words, without marks; headings only. */
  readonly title: string;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)/;
const ATX = /^ {0,3}(#{1,6})(?:[ \t]+|$)/;
const SETEXT = /^ {0,3}(=+|-+)[ \t]*$/;
const DELIMITER_ROW = /^\|?[ \t]*:?-+:?(?:[ \t]*\|[ \t]*:?-+:?)*[ \t]*\|?$/;
/** No construct is longer than this; a longer line is text, so no pattern ever runs over an endless line. */
const LONGEST_MARKED_LINE = 10_000;
const LONGEST_TITLE = 1_000;

interface Line {
  readonly start: number;
  /** Behind the line end. */
  readonly end: number;
  /** Without the line end and blanks before it, so "" for a blank line. */
  readonly text: string;
}

export function markdownBlocks(text: string): MarkdownBlock[] {
  const lines = linesOf(text);
  const blocks: MarkdownBlock[] = [];
  let at = 0;
  const push = (kind: MarkdownBlock['kind'], until: number, heading = { level: 0, title: '' }): void => {
    const start = blocks.at(-1)?.end ?? 0;
    while (until < lines.length && lines[until]!.text === '') until++;
    at = until;
    blocks.push({ kind, start, end: lines[until - 1]!.end, ...heading });
  };
  while (at < lines.length) {
    const line = lines[at]!.text;
    const atx = ATX.exec(line);
    const fence = FENCE.exec(line);
    if (atx !== null)
      push('heading', at + 1, { level: atx[1]!.length, title: plainTitle(line.slice(atx[0].length)) });
    else if (fence !== null && !(fence[1]!.startsWith('`') && fence[2]!.includes('`')))
      push('code', fenceEnd(lines, at, fence[1]!));
    else if (at === 0 && /^---[ \t]*$/.test(line) && frontMatterEnd(lines) > 0)
      push('code', frontMatterEnd(lines));
    else if (isTable(lines, at)) push('table', tableEnd(lines, at));
    else {
      const { until, level } = textEnd(lines, at);
      const title =
        level === 0
          ? ''
          : plainTitle(
              lines
                .slice(at, until - 1)
                .map((part) => part.text.trim())
                .join(' '),
            );
      push(level === 0 ? 'text' : 'heading', until, { level, title });
    }
  }
  return blocks;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline + 1;
    const line = end - start > LONGEST_MARKED_LINE ? 'x' : text.slice(start, end).trimEnd();
    lines.push({ start, end, text: line });
    start = end;
  }
  return lines;
}

function fenceEnd(lines: readonly Line[], open: number, mark: string): number {
  for (let at = open + 1; at < lines.length; at++) {
    const close = FENCE.exec(lines[at]!.text);
    if (close !== null && close[1]!.startsWith(mark) && close[2]!.trim() === '') return at + 1;
  }
  return lines.length;
}

/** Looks at the first 200 lines only: what closes later is a rule and some text. */
function frontMatterEnd(lines: readonly Line[]): number {
  for (let at = 1; at < Math.min(lines.length, 200); at++) {
    if (/^(?:---|\.\.\.)[ \t]*$/.test(lines[at]!.text)) return at + 1;
  }
  return 0;
}

function isTable(lines: readonly Line[], at: number): boolean {
  const delimiter = lines[at + 1]?.text ?? '';
  return lines[at]!.text.includes('|') && delimiter.includes('|') && DELIMITER_ROW.test(delimiter.trim());
}

function tableEnd(lines: readonly Line[], at: number): number {
  let until = at + 2;
  while (until < lines.length && lines[until]!.text.includes('|')) until++;
  return until;
}

/** Where a paragraph, list or quote ends; `level` is that of the setext heading it turns out to be, else 0. */
function textEnd(lines: readonly Line[], at: number): { until: number; level: number } {
  for (let until = at + 1; until < lines.length; until++) {
    const { text: line } = lines[until]!;
    const setext = SETEXT.exec(line);
    if (setext !== null && until - at <= 3 && !/^ {0,3}(?:[-*+>]|\d+[.)])[ \t]/.test(lines[at]!.text)) {
      return { until: until + 1, level: setext[1]!.startsWith('=') ? 1 : 2 };
    }
    if (line === '' || ATX.test(line) || FENCE.test(line) || isTable(lines, until))
      return { until, level: 0 };
  }
  return { until: lines.length, level: 0 };
}

/** The words of a heading: closing hashes, emphasis, code and link marks removed. */
function plainTitle(source: string): string {
  return source
    .slice(0, LONGEST_TITLE)
    .replace(/[ \t]+#+[ \t]*$/, '')
    .replace(/!?\[([^\][]*)\]\([^()\s]*\)/g, '$1')
    .replace(/`+/g, '')
    .replace(/(^|[^\p{L}\p{N}_])(\*\*|__|\*|_)(?=\S)([^*_]+)\2(?![\p{L}\p{N}])/gu, '$1$3')
    .trim();
}
