import type { ParsedDocument } from './parsedDocument.ts';
import { decodeText, NotTextError } from './encoding.ts';
import type { FileFormat } from './formats.ts';
import { guessLanguage } from '@weft/ml/text';
import { UnreadableFile } from './parsedDocument.ts';
import { declaredCharset, parseHtml } from './parseHtml.ts';

export interface ParsedFile extends ParsedDocument {
  /** ISO 639-1, or "". */
  readonly language: string;
}

/**
 * Reads one file's bytes. Parsers are loaded when first needed: a folder of text files pays for no PDF library.
 * @throws UnreadableFile with a reason for the person who owns the file; RangeError when the stack or a buffer ends,
 * which may happen to the same file on one day and not on another
 */
export async function parseFile(bytes: Uint8Array, format: FileFormat): Promise<ParsedFile> {
  if (bytes.byteLength === 0) throw new UnreadableFile('the file is empty');
  const document = await parseAs(bytes, format);
  if (document.text.trim() === '') throw new UnreadableFile('the file holds no text');
  return { ...document, language: guessLanguage(document.text) };
}

async function parseAs(bytes: Uint8Array, format: FileFormat): Promise<ParsedDocument> {
  switch (format) {
    case 'pdf':
      return await (await import('./parsePdf.ts')).parsePdf(bytes);
    case 'docx':
      return await (await import('./parseDocx.ts')).parseDocx(bytes);
    case 'html':
      return fromText(bytes, (text) => parseHtml(text), declaredCharset(bytes));
    case 'markdown':
      return fromText(bytes, (await import('./parseMarkdown.ts')).parseMarkdown);
    case 'text':
      return fromText(bytes, (text) => ({ title: '', text, headings: [] }));
  }
}

function fromText(
  bytes: Uint8Array,
  parse: (text: string) => ParsedDocument,
  declared?: string,
): ParsedDocument {
  try {
    const { text, encoding, invalid } = decodeText(bytes, declared);
    const document = parse(text);
    if (invalid === 0) return document;
    const position = `character ${text.indexOf('\ufffd')}`;
    const reason = `${invalid} characters are not valid ${encoding} and were replaced by U+FFFD`;
    return { ...document, problems: [{ position, reason }] };
  } catch (error) {
    if (error instanceof NotTextError) throw new UnreadableFile(error.message);
    throw error;
  }
}
