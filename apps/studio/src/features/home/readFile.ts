/** Half of what the server takes in one request. */
export const MOST_BYTES = 8_000_000;

export type ReadFile =
  | { readonly kind: 'read'; readonly content: unknown }
  | { readonly kind: 'tooLarge'; readonly name: string }
  | { readonly kind: 'notJson'; readonly name: string; readonly detail: string };

/** A file that somebody chose, as JSON. Whether it is a document, the server says. */
export async function readFile(file: Pick<File, 'name' | 'size' | 'text'>): Promise<ReadFile> {
  const { name } = file;
  if (file.size > MOST_BYTES) return { kind: 'tooLarge', name };
  try {
    return { kind: 'read', content: JSON.parse(await file.text()) as unknown };
  } catch (error) {
    return { kind: 'notJson', name, detail: error instanceof Error ? error.message : String(error) };
  }
}
