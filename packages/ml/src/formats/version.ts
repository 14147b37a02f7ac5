/**
 * A model version is one artifact:
 *
 *     card.json       what it is and what was measured, for programs      card.md   the same for people
 *     checksums.json  path → SHA-256 and bytes of every other file, for those who have only the files
 *     model/…         the files of the model, as they were made
 *     index/…         the files of the index, as they were made
 *
 * Nothing in it depends on when or where it was built, so the same content is the same version.
 */

import { MlError } from '../errors.ts';
import type { ModelFiles } from '../files.ts';
import type { Json } from '../json.ts';
export const CARD_FILE = 'card.json';
export const CARD_TEXT_FILE = 'card.md';
export const CHECKSUMS_FILE = 'checksums.json';
export const PARTS = ['model', 'index'] as const;
export type PartName = (typeof PARTS)[number];

export interface Checksum {
  readonly sha256: string;
  readonly bytes: number;
}

export const checksums = (files: Readonly<Record<string, Checksum>>): string =>
  `${JSON.stringify({ format: 'weft.checksums', version: 1, files: Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) }, null, 2)}\n`;

/** A published version, opened: its parts read as if they were the artifacts they were made from. */
export interface OpenVersion {
  readonly card: { readonly [key: string]: Json };
  readonly model: ModelFiles | null;
  readonly index: ModelFiles | null;
}

/** Opens a version for serving. @throws MlError (input) when the artifact is something else. */
export async function openVersion(version: ModelFiles): Promise<OpenVersion> {
  if (!version.files.some(({ path }) => path === CARD_FILE))
    throw new MlError('input', 'version.no_card', `this is not a published version: it has no ${CARD_FILE}`);
  const card = await version.json(CARD_FILE);
  if (
    typeof card !== 'object' ||
    card === null ||
    Array.isArray(card) ||
    card.format !== 'weft.card' ||
    card.version !== 1
  )
    throw new MlError(
      'input',
      'version.card',
      `${CARD_FILE} is not a card that this Weft can read; update Weft`,
    );
  return { card, model: part(version, 'model'), index: part(version, 'index') };
}

/** The files below "name/", under the paths they have in there; null when there are none. */
function part(version: ModelFiles, name: PartName): ModelFiles | null {
  const prefix = `${name}/`;
  const files = version.files
    .filter(({ path }) => path.startsWith(prefix))
    .map((file) => ({ ...file, path: file.path.slice(prefix.length) }));
  if (files.length === 0) return null;
  return {
    files,
    read: async (path) => await version.read(prefix + path),
    json: async (path) => await version.json(prefix + path),
    localPath: async (path) => await version.localPath(prefix + path),
  };
}
