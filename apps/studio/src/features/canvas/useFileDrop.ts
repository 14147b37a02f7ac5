import { useCallback } from 'react';
import { upload, UploadFailed } from '../../api/upload.ts';
import { registry, readerOf, useLive, type Point } from '../../document/index.ts';
import { formatPercent } from '../../i18n/format.ts';
import { useMessages, type Translate } from '../../i18n/index.ts';
import { toast } from '../../ui/index.ts';
import { createNode } from './actions.ts';
import { CELL_HEIGHT } from './geometry.ts';
import { messages } from './messages.ts';

/** Of this page, so that each has a note of its own. */
let uploads = 0;

/**
 * Files that are dropped on the canvas: each is uploaded, and becomes the node that reads it once its bytes are safe. A
 * file that does not arrive leaves nothing behind.
 */
export function useFileDrop(workspaceId: string): (files: readonly File[], at: Point) => Promise<void> {
  const live = useLive();
  const t = useMessages(messages);
  return useCallback(
    async (files, at) => {
      for (const [index, file] of files.entries()) {
        const { name } = file;
        const reader = readerOf(name, registry);
        if (reader === null) {
          toast(t('no-reader', { name }), { tone: 'danger' });
          continue;
        }
        const id = `upload-${++uploads}`;
        const tell = (share: number): void =>
          toast(t('uploading', { name, percent: formatPercent(share, 0) }), { id, tone: 'working' });
        tell(0);
        try {
          const { path } = await upload({ workspaceId, file, onProgress: tell });
          createNode(live, {
            spec: reader.spec,
            at: { x: at.x, y: at.y + index * (CELL_HEIGHT + 48) },
            params: { [reader.param]: path },
          });
          toast(t('uploaded', { name }), { id, tone: 'success' });
        } catch (error) {
          toast(sentence(error, name, t), { id, tone: 'danger' });
        }
      }
    },
    [live, t, workspaceId],
  );
}

function sentence(error: unknown, name: string, t: Translate<(typeof messages)['en']>): string {
  if (!(error instanceof UploadFailed)) return t('upload-failed', { name, detail: (error as Error).message });
  if (error.status === 0) return t('upload-offline', { name });
  if (error.status === 413 && error.said === null) return t('upload-too-large', { name });
  return t('upload-failed', { name, detail: error.said ?? String(error.status) });
}
