import type { Heading } from './headings.ts';

/** What a file says, whatever its format. */
export interface ParsedDocument {
  /** As the file names itself; "" when it does not. */
  readonly title: string;
  readonly text: string;
  readonly headings: readonly Heading[];
  /** Damage that was passed over, in words for a person. */
  readonly problems?: readonly { readonly position: string; readonly reason: string }[];
}

/** Thrown for a file that cannot be read, with a reason the person who owns it can act on. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}
