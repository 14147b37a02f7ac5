import { currentLanguage } from '../i18n/index.ts';

/** A file on its way to the workspace. The browser's `fetch` tells no progress of what it sends; XMLHttpRequest does. */
export interface Uploaded {
  readonly hash: string;
  readonly name: string;
  readonly bytes: number;
  /** What a param says to mean this file. */
  readonly path: string;
}

/** Nothing was stored. */
export class UploadFailed extends Error {
  override name = 'UploadFailed';
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** The server's sentence, if it gave one. */
  readonly said: string | null;
  constructor(status: number, said: string | null) {
    super(said ?? 'no answer');
    this.status = status;
    this.said = said;
  }
}

export interface UploadOptions {
  readonly workspaceId: string;
  readonly file: File;
  /** Share of the bytes that are sent, 0 to 1. */
  readonly onProgress: (share: number) => void;
  /** Stops it; the server keeps nothing of a file that did not arrive whole. */
  readonly signal?: AbortSignal;
}

/** @throws UploadFailed; the reason of `signal` when that stopped it */
export async function upload({ workspaceId, file, onProgress, signal }: UploadOptions): Promise<Uploaded> {
  const request = new XMLHttpRequest();
  request.open('POST', `/files/uploads/${workspaceId}?name=${encodeURIComponent(file.name)}`);
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.setRequestHeader('x-weft-language', currentLanguage());
  request.upload.addEventListener('progress', ({ loaded, total }) =>
    onProgress(total === 0 ? 1 : loaded / total),
  );
  const stop = () => request.abort();
  signal?.addEventListener('abort', stop, { once: true });
  await new Promise<void>((resolve, reject) => {
    request.addEventListener('load', () => resolve());
    request.addEventListener('error', () => reject(new UploadFailed(0, null)));
    request.addEventListener('abort', () =>
      reject((signal?.reason as Error | undefined) ?? new UploadFailed(0, null)),
    );
    request.send(file);
  }).finally(() => signal?.removeEventListener('abort', stop));
  if (request.status >= 300) throw new UploadFailed(request.status, sentenceOf(request.responseText));
  return JSON.parse(request.responseText) as Uploaded;
}

function sentenceOf(body: string): string | null {
  try {
    return (JSON.parse(body) as { error?: { message?: string } }).error?.message ?? null;
  } catch {
    return null;
  }
}
