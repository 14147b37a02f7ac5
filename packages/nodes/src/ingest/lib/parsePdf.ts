import { getDocumentProxy } from 'unpdf';
import type { ParsedDocument } from './parsedDocument.ts';
import { textBuilder } from './headings.ts';
import { UnreadableFile } from './parsedDocument.ts';

interface Line {
  text: string;
  /** Largest character height on the line, in points, to the nearest half. */
  height: number;
}

/** A line at least this much taller than the body text is a heading. */
const HEADING_HEIGHT = 1.15;
const LONGEST_HEADING = 200;
const MOST_LEVELS = 4;

/**
 * The text of a PDF, page after page, each line on its own. PDF knows no headings: lines clearly taller than the
 * body text are taken for them, the tallest as level 1.
 *
 * Fonts that name a predefined CJK character map instead of carrying their own cannot be read: those maps are not
 * part of the library.
 */
export async function parsePdf(bytes: Uint8Array): Promise<ParsedDocument> {
  const pdf = await getDocumentProxy(plainBytes(bytes), { verbosity: 0, enableXfa: false }).catch(
    (error: unknown) => {
      if (error instanceof RangeError) throw error;
      throw new UnreadableFile(reasonOf(error));
    },
  );
  const pages: Line[][] = [];
  const problems: { position: string; reason: string }[] = [];
  let title = '';
  try {
    const metadata = await pdf.getMetadata().catch((error: unknown) => {
      if (error instanceof RangeError) throw error;
      return null;
    });
    const info = (metadata?.info ?? {}) as { Title?: unknown };
    if (typeof info.Title === 'string') title = info.Title.trim();
    for (let number = 1; number <= pdf.numPages; number++) {
      try {
        const page = await pdf.getPage(number);
        pages.push(linesOf((await page.getTextContent()).items));
        page.cleanup();
      } catch (error) {
        // Stack or memory ended: no property of the page, for where they end differs from run to run.
        if (error instanceof RangeError) throw error;
        problems.push({ position: `page ${number}`, reason: `the page cannot be read: ${messageOf(error)}` });
      }
    }
  } finally {
    await pdf.loadingTask.destroy();
  }
  if (problems.length > 0 && pages.length === 0)
    throw new UnreadableFile(`no page can be read; ${problems[0]!.reason}`);
  if (pages.every((lines) => lines.length === 0)) {
    throw new UnreadableFile('holds no text; a scanned PDF needs text recognition (OCR) first');
  }
  const { text, headings } = layOut(pages);
  return { title: title || (headings[0]?.text ?? ''), text, headings, problems };
}

/** pdf.js takes no Buffer, and takes the bytes it is given away from their owner. */
const plainBytes = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);

type TextItems = readonly ({ str: string; hasEOL: boolean; height: number } | object)[];

function linesOf(items: TextItems): Line[] {
  const lines: Line[] = [];
  let line: Line = { text: '', height: 0 };
  const end = (): void => {
    if (line.text.trim() !== '') lines.push({ ...line, text: line.text.trim() });
    line = { text: '', height: 0 };
  };
  for (const item of items) {
    if (!('str' in item)) continue;
    line.text += item.str.replaceAll('\0', '');
    if (item.str.trim() !== '') line.height = Math.max(line.height, Math.round(item.height * 2) / 2);
    if (item.hasEOL) end();
  }
  end();
  return lines;
}

function layOut(pages: readonly (readonly Line[])[]) {
  const characters = new Map<number, number>();
  for (const { text, height } of pages.flat())
    characters.set(height, (characters.get(height) ?? 0) + text.length);
  const body = [...characters].reduce((most, entry) => (entry[1] > most[1] ? entry : most))[0];
  const isHeading = ({ text, height }: Line): boolean =>
    body > 0 && height >= body * HEADING_HEIGHT && text.length <= LONGEST_HEADING && /\p{L}/u.test(text);
  const heights = [
    ...new Set(
      pages
        .flat()
        .filter(isHeading)
        .map(({ height }) => height),
    ),
  ].sort((a, b) => b - a);
  const builder = textBuilder();
  for (const lines of pages) {
    let gap = '\n\n';
    for (const line of lines) {
      if (isHeading(line)) {
        builder.heading(Math.min(heights.indexOf(line.height) + 1, MOST_LEVELS), line.text);
        gap = '\n\n';
      } else {
        builder.block(line.text, gap);
        gap = '\n';
      }
    }
  }
  return builder.build();
}

function reasonOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') return 'the PDF is protected by a password';
  return `the PDF is damaged: ${messageOf(error)}`;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
