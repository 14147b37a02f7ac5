import { namedFolder, namedPath, parseStoreUrl } from '@weft/engine/store';
import { safeName } from './safeName.ts';

/** A file somebody gave to a workspace, as params name it: `upload:<hash>/<name>`. */
export interface UploadName {
  /** SHA-256 in lower-case hex. */
  readonly hash: string;
  /** As the person knows it; any text. */
  readonly name: string;
}

export const formatUpload = ({ hash, name }: UploadName): string => `upload:${hash}/${name}`;

/** Null for anything else, names that PostgreSQL cannot hold included. */
export function parseUpload(text: string): UploadName | null {
  if (text.includes('\0') || !text.isWellFormed()) return null;
  const [, hash, name] = /^upload:([0-9a-f]{64})\/(.+)$/s.exec(text) ?? [];
  return hash === undefined || name === undefined ? null : { hash, name };
}

/** Every path of an upload lies below it. */
export const uploadsFolder = (storeUrl: string): string => namedFolder(parseStoreUrl(storeUrl).folder);

/**
 * Where nodes open it: the bytes in the store, under a safe name with the ending that says their format. Names that
 * become the same safe name share the path, which does no harm: the content is one. A path gives no right; the row of
 * the workspace does.
 */
export const uploadPath = (storeUrl: string, { hash, name }: UploadName): string =>
  namedPath(parseStoreUrl(storeUrl).folder, hash, safeName(name));
