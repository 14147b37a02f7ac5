import { createHmac, timingSafeEqual } from 'node:crypto';

/** Of a request as Node gives them, or as `fetch` does. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>> | Headers;

/** What a request shows for who sent it. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'session'; readonly token: string }
  | { readonly kind: 'key'; readonly key: string };

/** Longer is no key of ours, and is not worth hashing. */
const LONGEST = 256;

/**
 * A key comes first, as whoever sends one means it. A session's token counts only with our signature, so that a copy of
 * the database alone lets nobody in.
 */
export function credentialsOf(
  headers: RequestHeaders,
  { cookie, secret }: { cookie: string; secret: string },
): Credentials {
  const key = keyOf(headers);
  if (key !== null) return key.length > LONGEST ? { kind: 'none' } : { kind: 'key', key };
  const value = cookieOf(headerOf(headers, 'cookie') ?? '', cookie);
  const token = value === null ? null : signedBy(secret, value);
  return token === null ? { kind: 'none' } : { kind: 'session', token };
}

export function headerOf(headers: RequestHeaders, name: string): string | undefined {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

function keyOf(headers: RequestHeaders): string | null {
  const bearer = /^bearer +(\S+)$/i.exec(headerOf(headers, 'authorization')?.trim() ?? '')?.[1];
  const key = bearer ?? headerOf(headers, 'x-api-key')?.trim();
  return key === undefined || key === '' ? null : key;
}

function cookieOf(header: string, name: string): string | null {
  for (const part of header.split(';')) {
    const [key, ...rest] = part.split('=');
    if (key?.trim() === name) return rest.join('=').trim();
  }
  return null;
}

/** `token.signature`, percent-encoded, as better-auth writes it: HMAC-SHA256 of the token in base64. */
function signedBy(secret: string, value: string): string | null {
  if (value.length > 2 * LONGEST) return null;
  const signed = decoded(value);
  const dot = signed.lastIndexOf('.');
  if (dot < 1) return null;
  const token = signed.slice(0, dot);
  const given = Buffer.from(signed.slice(dot + 1), 'base64');
  const wanted = createHmac('sha256', secret).update(token).digest();
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? token : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
