/**
 * The header that makes a browser save a response under a name (RFC 6266). Old browsers read the plain form, in which only
 * letters, digits and ` ._-` are left; all others the encoded one. Neither can end the header or name a folder.
 */
export function contentDisposition(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9 ._-]/g, '_')
    .slice(0, 100);
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
