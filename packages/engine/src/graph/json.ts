/** Any JSON value. Params, reports and messages are made of these and nothing else. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Canonical JSON text: object keys sorted by code unit, no spaces, `undefined` members dropped, -0 written as 0.
 * Two values that mean the same give the same text, so hashes of it can name content.
 * @throws TypeError on NaN, Infinity, functions, symbols and bigints: they have no JSON meaning.
 */
export function canonicalJson(value: unknown): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
      return String(value);
    case 'string':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`);
      return JSON.stringify(value === 0 ? 0 : value);
    case 'object':
      if (Array.isArray(value)) return `[${value.map((v) => canonicalJson(v ?? null)).join(',')}]`;
      return `{${Object.entries(value as object)
        .filter(([, v]) => v !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
        .map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`)
        .join(',')}}`;
    default:
      throw new TypeError(`a ${typeof value} has no JSON form`);
  }
}
