import { promisify } from 'node:util';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { UnreadableFile } from './parsedDocument.ts';

/** Bounds on what an archive may unpack to. Counted while unpacking: the sizes an archive declares are not believed. */
export interface ZipLimits {
  readonly entries: number;
  /** Unpacked bytes of all entries read. */
  readonly bytes: number;
  /** Unpacked to packed, per entry, beyond the first MiB. XML of real documents stays below 50. */
  readonly ratio: number;
}

const FREE_BYTES = 2 ** 20;
const open = promisify(
  fromBuffer as (buffer: Buffer, options: object, done: (error: Error | null, zip: ZipFile) => void) => void,
);

/**
 * The entries of an archive, each readable as a stream of chunks within `limits`.
 *
 * Nothing is written anywhere, so names cannot lead out of a folder; yet an archive with names that try to (or with
 * two entries of one name, of which two readers would see different ones) is refused whole, for it was made to harm.
 */
export async function openZip(bytes: Uint8Array, limits: ZipLimits) {
  const zip = await open(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    lazyEntries: true,
    strictFileNames: true,
  }).catch((error: unknown) => {
    throw new UnreadableFile(`the archive is damaged: ${messageOf(error)}`);
  });
  const entries = await listEntries(zip, limits);
  let unpacked = 0;

  return {
    has: (name: string): boolean => entries.has(name.toLowerCase()),
    /** Feeds one entry's bytes to `take`, chunk by chunk, and stops unpacking at the first error. */
    async read(name: string, take: (chunk: Buffer) => void): Promise<void> {
      const entry = entries.get(name.toLowerCase());
      if (entry === undefined) throw new UnreadableFile(`the archive has no ${name}`);
      if (entry.isEncrypted()) throw new UnreadableFile('the file is protected by a password');
      const stream = await promisify((done: (error: Error | null, stream: NodeJS.ReadableStream) => void) =>
        zip.openReadStream(entry, done),
      )();
      let size = 0;
      try {
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          size += chunk.length;
          unpacked += chunk.length;
          if (unpacked > limits.bytes) {
            throw new UnreadableFile(`unpacks to more than ${Math.floor(limits.bytes / 2 ** 20)} MB`);
          }
          if (size > FREE_BYTES && size > limits.ratio * entry.compressedSize) {
            throw new UnreadableFile(
              `unpacks to more than ${limits.ratio} times its size, as archives made to fill memory do`,
            );
          }
          take(chunk);
        }
      } catch (error) {
        if (error instanceof UnreadableFile || error instanceof RangeError) throw error;
        throw new UnreadableFile(`${name} in the archive is damaged: ${messageOf(error)}`);
      }
    },
  };
}

/** By lower-case name. */
async function listEntries(zip: ZipFile, limits: ZipLimits): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on('error', reject);
      zip.on('end', resolve);
      zip.on('entry', (entry: Entry) => {
        const name = entry.fileName.toLowerCase();
        if (entries.size >= limits.entries)
          reject(new UnreadableFile(`holds more than ${limits.entries} entries`));
        else if (entries.has(name))
          reject(new UnreadableFile(`holds two entries named ${JSON.stringify(entry.fileName)}`));
        else {
          entries.set(name, entry);
          zip.readEntry();
        }
      });
      zip.readEntry();
    });
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile(`the archive is damaged: ${messageOf(error)}`);
  }
  return entries;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
