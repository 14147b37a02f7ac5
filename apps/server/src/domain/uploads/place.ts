import { join } from 'node:path';
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

export const workspaceFolder = (uploadsDir: string, workspaceId: string): string =>
  join(uploadsDir, workspaceId);

/**
 * Where its bytes lie: a folder for each content, in it a file of a safe name with the ending that says its format.
 * Names that become the same safe name share the file, which does no harm: the content of a folder is one.
 */
export const uploadPlace = (uploadsDir: string, workspaceId: string, { hash, name }: UploadName): string =>
  join(workspaceFolder(uploadsDir, workspaceId), hash, safeName(name));
