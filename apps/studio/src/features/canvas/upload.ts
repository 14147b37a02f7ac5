/** Sends a file to the workspace. The browser's `fetch` tells no progress of what it sends; XMLHttpRequest does. */
export interface Uploaded {
  readonly hash: string;
  readonly name: string;
  readonly bytes: number;
  /** What a param of a node says to mean this file. */
  readonly path: string;
}

export class UploadRefused extends Error {
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'UploadRefused';
    this.status = status;
  }
}

export interface UploadOptions {
  readonly workspaceId: string;
  readonly file: File;
  /** Share of the bytes that are on their way, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** @throws UploadRefused */
export async function upload({ workspaceId, file, onProgress }: UploadOptions): Promise<Uploaded> {
  const request = new XMLHttpRequest();
  request.open('POST', `/files/uploads/${workspaceId}?name=${encodeURIComponent(file.name)}`);
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.upload.addEventListener('progress', ({ loaded, total }) =>
    onProgress(total === 0 ? 1 : loaded / total),
  );
  await new Promise<void>((resolve, reject) => {
    request.addEventListener('load', () => resolve());
    request.addEventListener('error', () => reject(new UploadRefused(0, '')));
    request.addEventListener('abort', () => reject(new UploadRefused(0, '')));
    request.send(file);
  });
  if (request.status >= 300) throw new UploadRefused(request.status, messageOf(request.responseText));
  return JSON.parse(request.responseText) as Uploaded;
}

function messageOf(text: string): string {
  try {
    const { message, error } = JSON.parse(text) as { message?: string; error?: { message?: string } };
    return message ?? error?.message ?? '';
  } catch {
    return '';
  }
}
