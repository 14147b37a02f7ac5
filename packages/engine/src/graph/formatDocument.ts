import type { GraphDocument } from './document.ts';
import { formatEnd } from './ids.ts';

/**
 * The text of a document file. Equal documents give equal text, and a small edit a small diff: fields in a fixed order,
 * nodes and edges sorted by id, params sorted by name, one field to a line.
 */
export function formatDocument(document: GraphDocument): string {
  const { format, formatVersion, id, title, description, seed, nodes, edges, groups } = document;
  const shown = {
    format,
    formatVersion,
    id,
    title,
    description,
    seed,
    nodes: sorted(nodes, ({ type, version, title: name, params, position, note, group }) => ({
      type,
      version,
      title: name,
      params: sorted(params, (value) => value),
      position,
      note,
      group,
    })),
    edges: sorted(edges, ({ from, to }) => ({ from: formatEnd(from), to: formatEnd(to) })),
    ...(groups === undefined ? {} : { groups: sorted(groups, (value) => value) }),
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}

/** By code point, so that the order is the same everywhere. */
const sorted = <T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> =>
  Object.fromEntries(
    Object.entries(record)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, map(value)]),
  );
