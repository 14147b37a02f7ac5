import { crc32, deflateRawSync } from 'node:zlib';

/** A ZIP archive of these entries, for tests: written by hand, so that it can also be written wrong. */
export function zipOf(
  entries: readonly (readonly [name: string, content: Uint8Array | string])[],
  wrong: { declaredSize?: number } = {},
): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes, { level: 9 });
    const fileName = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0); // version needed
    fields.writeUInt16LE(0x0800, 2); // names are UTF-8
    fields.writeUInt16LE(8, 4); // deflate
    fields.writeUInt32LE(0x21_0000, 6); // 1980-01-01
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(wrong.declaredSize ?? bytes.length, 18);
    fields.writeUInt16LE(fileName.length, 22);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), fields, fileName, packed);
    const behind = Buffer.alloc(14); // comment, disk, attributes
    behind.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, behind, fileName);
    offset += 4 + fields.length + fileName.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}

const WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** A Word document with this inside its body, for tests. */
export function docxOf(body: string, parts: Record<string, string> = {}): Uint8Array {
  const all = { 'word/document.xml': wordXml(`<w:body>${body}</w:body>`), ...parts };
  return zipOf(Object.entries(all));
}

export function wordXml(content: string, prolog = '<?xml version="1.0" encoding="UTF-8"?>'): string {
  return `${prolog}<w:document ${WORD}>${content}</w:document>`;
}
