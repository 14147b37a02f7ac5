import type { Author } from '@weft/engine/live';
import type { Language } from '../../errors.ts';
import type { Rooms } from '../../sync/rooms.ts';
import { insertDocument, type CreateDeps } from './create.ts';

const MOST_TITLE = 200;

/** A copy of what the document says now, edits in flight included, with a history of its own. */
export async function duplicateDocument(
  { rooms, tenant }: { rooms: Pick<Rooms, 'create' | 'freeze'> } & Pick<CreateDeps, 'tenant'>,
  input: { documentId: string; workspaceId: string; author: Author; language: Language },
): Promise<{ documentId: string }> {
  const { documentId, language } = input;
  const { document } = await rooms.freeze(documentId, {});
  const mark = language === 'zh' ? '（副本）' : ' (copy)';
  const title = `${document.title.slice(0, MOST_TITLE - mark.length)}${mark}`;
  return await insertDocument(
    { rooms, tenant },
    { ...input, document: { ...document, title }, origin: `document:${documentId}` },
  );
}
