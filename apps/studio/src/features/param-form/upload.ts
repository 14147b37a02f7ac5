/** A file on its way to the workspace. The browser's `fetch` tells no progress of what it sends; XMLHttpRequest does. */
export interface Uploaded {
  readonly hash: string;
  readonly name: string;
  readonly bytes: number;
  /** What a param says to mean this file. */
  readonly path: string;
}

/** `message` is the server's sentence; null when no answer came, and nothing was stored then. */
export class UploadFailed extends Error {
  readonly said: string | null;
  constructor(said: string | null) {
    super(said ?? 'no answer');
    this.name = 'UploadFailed';
    this.said = said;
  }
}

export interface UploadOptions {
  readonly workspaceId: string;
  readonly file: File;
  readonly language: 'en' | 'zh';
  /** Share of the bytes that are sent, 0 to 1. */
  readonly onProgress: (share: number) => void;
  /** Stops it; the server keeps nothing of a file that did not arrive whole. */
  readonly signal: AbortSignal;
}

/** @throws UploadFailed; the reason of `signal` when that stopped it */
export async function upload({
  workspaceId,
  file,
  language,
  onProgress,
  signal,
}: UploadOptions): Promise<Uploaded> {
  const request = new XMLHttpRequest();
  request.open('POST', `/files/uploads/${workspaceId}?name=${encodeURIComponent(file.name)}`);
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.setRequestHeader('x-weft-language', language);
  request.upload.addEventListener('progress', ({ loaded, total }) =>
    onProgress(total === 0 ? 1 : loaded / total),
  );
  const stop = () => request.abort();
  signal.addEventListener('abort', stop, { once: true });
  await new Promise<void>((resolve, reject) => {
    request.addEventListener('load', () => resolve());
    request.addEventListener('error', () => reject(new UploadFailed(null)));
    request.addEventListener('abort', () => reject(signal.reason as Error));
    request.send(file);
  }).finally(() => signal.removeEventListener('abort', stop));
  if (request.status >= 300) throw new UploadFailed(sentenceOf(request.responseText));
  return JSON.parse(request.responseText) as Uploaded;
}

function sentenceOf(body: string): string | null {
  try {
    return (JSON.parse(body) as { error?: { message?: string } }).error?.message ?? null;
  } catch {
    return null;
  }
}
