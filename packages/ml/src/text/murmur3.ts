const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

/**
 * MurmurHash3 x86 32-bit (Austin Appleby, public domain, https://github.com/aappleby/smhasher) of a stretch of a
 * string, taken as its UTF-16 code units in little-endian order. Hashing code units in place needs neither a substring
 * nor an encoder per n-gram, which is where a featurizer otherwise spends its time.
 *
 * @param from first code unit (default 0)  @param to one past the last (default the whole string)
 * @returns an unsigned 32-bit integer
 */
export function murmur3(text: string, seed: number, from = 0, to = text.length): number {
  let hash = seed | 0;
  let at = from;
  for (; at + 1 < to; at += 2) {
    hash ^= scramble(text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16));
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  if (at < to) hash ^= scramble(text.charCodeAt(at));
  return finalMix(hash ^ ((to - from) * 2));
}

/** Murmur3's finaliser: every input bit flips each output bit about half the time. */
export function finalMix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** One hash of an ordered pair of hashes. */
export function combineHashes(first: number, second: number): number {
  return finalMix(Math.imul(first, 0x9e3779b1) + second);
}

function scramble(block: number): number {
  const mixed = Math.imul(block, C1);
  return Math.imul((mixed << 15) | (mixed >>> 17), C2);
}
