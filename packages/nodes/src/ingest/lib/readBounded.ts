import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { isInside } from './fileNames.ts';
import { fileTrouble } from './fileTrouble.ts';
import { UnreadableFile } from './parsedDocument.ts';

/**
 * The bytes of an ordinary file of at most `maxBytes`. What is checked is the opened file, not its name: a name can
 * lead elsewhere between a check and the opening. Opened without waiting, so that a pipe cannot hold the step up.
 *
 * @param root the folder the file must lie in, links resolved
 * @throws UnreadableFile
 */
export async function readBounded(location: string, root: string, maxBytes: number): Promise<Uint8Array> {
  const resolved = await realpath(location).catch((error: unknown) => {
    throw new UnreadableFile(fileTrouble(error));
  });
  if (!isInside(root, resolved)) throw new UnreadableFile('the link leads out of the folder');
  const file = await open(resolved, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW).catch(
    (error: unknown) => {
      throw new UnreadableFile(fileTrouble(error));
    },
  );
  try {
    const { size } = await ordinaryFile(file);
    if (size > maxBytes) throw new UnreadableFile(tooLarge(size, maxBytes));
    // One byte more than it should have, to notice a file that grows while it is read.
    const buffer = new Uint8Array(size + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (length > size) throw new UnreadableFile('the file grew while it was read');
    return buffer.slice(0, length);
  } finally {
    await file.close();
  }
}

async function ordinaryFile(file: Awaited<ReturnType<typeof open>>): Promise<{ size: number }> {
  const stats = await file.stat();
  if (!stats.isFile()) throw new UnreadableFile('this is no ordinary file');
  return stats;
}

const tooLarge = (size: number, maxBytes: number): string =>
  `the file has ${Math.ceil(size / 2 ** 20)} MB, more than the ${Math.floor(maxBytes / 2 ** 20)} MB allowed`;
