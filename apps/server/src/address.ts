/** A dot, slash or backslash in disguise, however often it was encoded. */
const HIDDEN = /%(?:25)*(?:2e|2f|5c)/i;

/**
 * The path of a request's target, if every parser of URLs reads it alike; else null. Fastify's router matches the text,
 * libraries behind it parse a URL, and `..`, `\`, `#` and their encodings mean different things to the two. No address of
 * ours needs any of them.
 */
export function plainPath(target: string): string | null {
  const path = target.split('?', 1)[0]!;
  if (!path.startsWith('/') || path.startsWith('//') || HIDDEN.test(path)) return null;
  return URL.parse(target, 'http://localhost')?.pathname === path ? path : null;
}
