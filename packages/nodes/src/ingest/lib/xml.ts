import { TextDecoder } from 'node:util';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { UnreadableFile } from './parsedDocument.ts';

/** What a reader of XML wants to hear about. */
export interface XmlHandler {
  open?(tag: SaxesTagNS): void;
  close?(tag: SaxesTagNS): void;
  text?(text: string): void;
}

/** Deeper than any document nests, far from deep enough to hurt. */
const MOST_DEPTH = 256;

/**
 * Reads XML chunk by chunk, holding no more of it than the element it is in. A document type declaration is
 * refused: entities are defined there, and from them the expanding and the file-reading attacks are made. What then
 * remains are the five entities of XML and numeric ones, none of which grows.
 */
export function xmlReader(part: string, handler: XmlHandler) {
  const parser = new SaxesParser({ xmlns: true, position: true });
  // The mark tells UTF-16 apart; without one, XML is UTF-8.
  let decoder: TextDecoder | undefined;
  let depth = 0;
  const fail = (reason: string): never => {
    throw new UnreadableFile(`${part}, line ${parser.line}: ${reason}`);
  };
  parser.on('doctype', () => fail('declares a document type (DTD), which may hide an attack'));
  parser.on('error', (error) => fail(error.message.replace(/^\d+:\d+: /, '')));
  parser.on('opentag', (tag) => {
    if (++depth > MOST_DEPTH) fail(`nests more than ${MOST_DEPTH} elements`);
    handler.open?.(tag);
  });
  parser.on('closetag', (tag) => {
    depth--;
    handler.close?.(tag);
  });
  parser.on('text', (text) => handler.text?.(text));
  parser.on('cdata', (text) => handler.text?.(text));
  return {
    write(chunk: Uint8Array): void {
      decoder ??= new TextDecoder(chunk[0] === 0xff ? 'utf-16le' : chunk[0] === 0xfe ? 'utf-16be' : 'utf-8');
      parser.write(decoder.decode(chunk, { stream: true }));
    },
    end(): void {
      parser.write(decoder?.decode() ?? '').close();
    },
  };
}
