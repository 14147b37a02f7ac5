import { formatDocument } from '@weft/engine/graph';
import type { Rooms } from '../../sync/rooms.ts';
import { safeName } from '../uploads/safeName.ts';

const MOST_ID = 200;

/** The document as a file. Its id is what runs know it by, so that `weft run <file>` continues the same document. */
export async function exportDocument(
  rooms: Pick<Rooms, 'freeze'>,
  { documentId, ref }: { documentId: string; ref: string },
): Promise<{ name: string; text: string }> {
  const { document } = await rooms.freeze(documentId, {});
  return {
    name: safeName(`${document.title}.json`),
    text: formatDocument({ ...document, id: ref.length <= MOST_ID ? ref : undefined }),
  };
}
