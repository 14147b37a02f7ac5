const MOST_BYTES = 100;
const MOST_ENDING = 20;

/** Names that Windows takes for devices, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d|clock\$)$/i;

/**
 * The name under which a file that a person named may lie in a folder: letters of any script, digits, spaces, dots,
 * dashes and underscores, never hidden, never a device, at most 100 bytes. The ending stays, since it says what is in
 * the file. Not for telling files apart: two names may become one.
 */
export function safeName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1)!;
  const plain = last
    .replaceAll(/[^\p{L}\p{M}\p{N} ._-]/gu, '_')
    // A mark needs a letter to stand on; a leading dot hides, a leading dash looks like an option.
    .replace(/^[\p{M}. -]+/u, '')
    .replace(/[. ]+$/, '');
  const dot = plain.lastIndexOf('.');
  const hasEnding = dot > 0 && plain.length - dot <= MOST_ENDING;
  const ending = hasEnding ? plain.slice(dot) : '';
  const stem = (hasEnding ? plain.slice(0, dot) : plain).replace(/[. ]+$/, '');
  const device = DEVICE.test(stem.split('.')[0]!.trim()) ? '_' : '';
  return `${device}${fitting(stem === '' ? 'file' : stem, MOST_BYTES - Buffer.byteLength(device + ending))}${ending}`;
}

/** The longest beginning of at most `bytes` in UTF-8, whole characters only. */
function fitting(text: string, bytes: number): string {
  let out = '';
  let left = bytes;
  for (const character of text) {
    left -= Buffer.byteLength(character);
    if (left < 0) break;
    out += character;
  }
  return out.replace(/[. ]+$/, '');
}
