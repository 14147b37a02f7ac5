/**
 * Documents of older formats, brought forward one version at a time. Each step is a file of its own named for what it
 * changes, and a frozen document of the version it starts from stays beside it as a fixture.
 */
type Migration = (document: { [key: string]: unknown }) => { [key: string]: unknown };

/** `migrations[n]` turns format version n into n + 1. Version 1 is the first. */
const migrations: Readonly<Record<number, Migration>> = {};

export function migrateDocument(document: { formatVersion: number; [key: string]: unknown }): unknown {
  let current: { [key: string]: unknown } = document;
  for (let version = document.formatVersion; migrations[version] !== undefined; version++)
    current = { ...migrations[version]!(current), formatVersion: version + 1 };
  return current;
}
