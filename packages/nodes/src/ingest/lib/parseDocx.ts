import type { ParsedDocument } from './parsedDocument.ts';
import { docxStyles, levelOfOutline, WORD_NAMESPACES, wordAttribute } from './docxStyles.ts';
import { textBuilder } from './headings.ts';
import { UnreadableFile } from './parsedDocument.ts';
import { xmlReader } from './xml.ts';
import { openZip, type ZipLimits } from './zip.ts';

export const DOCX_LIMITS: ZipLimits = { entries: 10_000, bytes: 512 * 2 ** 20, ratio: 200 };

/**
 * A Word document as text: paragraphs, headings (by style or outline level), list items with a dash, table rows with
 * tabs between the cells. Text that was deleted, field codes, notes and comments are left out.
 */
export async function parseDocx(bytes: Uint8Array, limits: ZipLimits = DOCX_LIMITS): Promise<ParsedDocument> {
  const zip = await openZip(bytes, limits);
  if (!zip.has('word/document.xml'))
    throw new UnreadableFile('this is no Word document: it has no word/document.xml');
  const styles = docxStyles();
  if (zip.has('word/styles.xml')) {
    await zip.read('word/styles.xml', (chunk) => styles.reader.write(chunk));
    styles.reader.end();
  }
  const body = docxBody((style) => styles.levelOf(style));
  await zip.read('word/document.xml', (chunk) => body.reader.write(chunk));
  body.reader.end();
  let title = '';
  if (zip.has('docProps/core.xml')) {
    const core = coreTitle();
    await zip.read('docProps/core.xml', (chunk) => core.reader.write(chunk));
    core.reader.end();
    title = core.title();
  }
  const { text, headings } = body.build();
  return { title: title || (headings[0]?.text ?? ''), text, headings };
}

interface Paragraph {
  text: string;
  style: string;
  outline: number;
  /** Nesting level of the list it is an item of, or -1. */
  list: number;
}

const newParagraph = (): Paragraph => ({ text: '', style: '', outline: 0, list: -1 });

function docxBody(levelOf: (style: string) => number) {
  const builder = textBuilder();
  /** Paragraphs nest: a text box stands inside the paragraph it is anchored to. */
  const paragraphs: Paragraph[] = [];
  let tables = 0;
  let cells: string[] = [];
  let cell = '';
  let inText = false;
  /** Depth of elements whose content is to be skipped. */
  let skipped = 0;
  /** What the last block was: items of one list and rows of one table stand close. */
  let last: 'item' | 'row' | 'paragraph' = 'paragraph';

  function endParagraph({ text, style, outline, list }: Paragraph): void {
    const words = text.trim();
    if (words === '') return;
    if (tables > 0) {
      cell += (cell === '' ? '' : ' ') + words.replaceAll(/\s+/g, ' ');
      return;
    }
    const level = outline || levelOf(style);
    if (level > 0) builder.heading(level, words);
    else if (list >= 0)
      builder.block(`${'  '.repeat(Math.min(list, 8))}- ${words}`, last === 'item' ? '\n' : '\n\n');
    else builder.block(text.trimEnd());
    last = level === 0 && list >= 0 ? 'item' : 'paragraph';
  }

  const reader = xmlReader('document.xml', {
    open(tag) {
      const { local } = tag;
      // Fallback repeats, for old readers, what Choice beside it says.
      if (skipped > 0 || local === 'Fallback') skipped++;
      if (skipped > 0 || !WORD_NAMESPACES.has(tag.uri)) return;
      const paragraph = paragraphs.at(-1);
      if (local === 'p') paragraphs.push(newParagraph());
      else if (local === 'tbl') tables++;
      else if (local === 'tr' && tables === 1) cells = [];
      else if (local === 'tc' && tables === 1) cell = '';
      else if (paragraph === undefined) return;
      else if (local === 't') inText = true;
      else if (local === 'tab') paragraph.text += '\t';
      else if (local === 'br' || local === 'cr') paragraph.text += '\n';
      else if (local === 'noBreakHyphen') paragraph.text += '-';
      else if (local === 'pStyle') paragraph.style = wordAttribute(tag);
      else if (local === 'outlineLvl') paragraph.outline = levelOfOutline(wordAttribute(tag));
      else if (local === 'numPr') paragraph.list = Math.max(paragraph.list, 0);
      else if (local === 'ilvl') paragraph.list = Number(wordAttribute(tag)) || 0;
      else if (local === 'numId' && wordAttribute(tag) === '0') paragraph.list = -1;
    },
    text(text) {
      if (inText && skipped === 0) paragraphs.at(-1)!.text += text;
    },
    close(tag) {
      if (skipped > 0) {
        skipped--;
        return;
      }
      if (!WORD_NAMESPACES.has(tag.uri)) return;
      const { local } = tag;
      if (local === 't') inText = false;
      else if (local === 'p') endParagraph(paragraphs.pop()!);
      else if (local === 'tc' && tables === 1) cells.push(cell);
      else if (local === 'tr' && tables === 1) {
        builder.block(cells.join('\t').trimEnd(), last === 'row' ? '\n' : '\n\n');
        last = 'row';
      } else if (local === 'tbl') {
        tables--;
        if (tables === 0) last = 'paragraph';
      }
    },
  });
  return { reader, build: builder.build };
}

/** The title in a document's properties. */
function coreTitle() {
  let title = '';
  let inTitle = false;
  const reader = xmlReader('core.xml', {
    open: (tag) => void (inTitle = tag.local === 'title'),
    close: () => void (inTitle = false),
    text: (text) => void (title += inTitle ? text : ''),
  });
  return { reader, title: () => title.replaceAll(/\s+/g, ' ').trim() };
}
