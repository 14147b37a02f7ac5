import type * as Y from 'yjs';

/**
 * An editor counts a line end as one character, a text pasted on Windows holds two: every cursor after the first line would
 * be off by one. The text is brought to LF, one character at a time from the end, so that colleagues' cursors stay.
 */
export function normaliseLineEnds(text: Y.Text, origin: unknown): void {
  const value = text.toJSON();
  if (!value.includes('\r')) return;
  text.doc?.transact(() => {
    for (let at = value.length - 1; at >= 0; at--) {
      if (value[at] !== '\r') continue;
      text.delete(at, 1);
      if (value[at + 1] !== '\n') text.insert(at, '\n');
    }
  }, origin);
}
