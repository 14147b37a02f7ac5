import { useCallback, useEffect, useRef, useState } from 'react';
import { queryClient, trpc } from '../../api/client.ts';
import { upload, UploadFailed } from '../../api/upload.ts';
import { useMessages } from '../../i18n/index.ts';
import { useRunsStore } from '../../runs/index.ts';
import { messages } from './messages.ts';

export type Uploading =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending'; readonly name: string; readonly share: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** One upload at a time for one field; leaving the page stops it, and the server keeps nothing of half a file. */
export function useUpload(onDone: (path: string) => void): {
  state: Uploading;
  send: (file: File) => Promise<void>;
  stop: () => void;
} {
  const t = useMessages(messages);
  const { workspaceId } = useRunsStore();
  const [state, setState] = useState<Uploading>({ kind: 'idle' });
  const running = useRef<AbortController | null>(null);
  const stop = useCallback(() => running.current?.abort(), []);
  useEffect(() => stop, [stop]);

  const send = useCallback(
    async (file: File) => {
      running.current?.abort();
      const { signal } = (running.current = new AbortController());
      setState({ kind: 'sending', name: file.name, share: 0 });
      try {
        const { path } = await upload({
          workspaceId,
          file,
          signal,
          onProgress: (share) => signal.aborted || setState({ kind: 'sending', name: file.name, share }),
        });
        setState({ kind: 'idle' });
        onDone(path);
        await queryClient.invalidateQueries({ queryKey: trpc.uploads.list.queryKey() });
      } catch (error) {
        if (signal.aborted) setState({ kind: 'idle' });
        else
          setState({
            kind: 'failed',
            reason: (error instanceof UploadFailed ? error.said : null) ?? t('upload-offline'),
          });
      }
    },
    [workspaceId, onDone, t],
  );
  return { state, send, stop };
}
