/**
 * Markdown in Weft was written by colleagues, by authors of templates, or by a model: it is text from a stranger. Raw
 * HTML never becomes HTML (it is not parsed as such); what is left are addresses, decided here.
 */

/** Where a link may lead: other pages over http(s) and mail, opened apart. Anything else is shown as its text. */
export function safeLink(href: string | undefined): string | null {
  if (href === undefined) return null;
  try {
    // No base: a relative link of somebody's README means nothing inside the studio.
    const { protocol, href: normal } = new URL(href);
    return protocol === 'https:' || protocol === 'http:' || protocol === 'mailto:' ? normal : null;
  } catch {
    return null;
  }
}

/** Pixels only: an SVG can hold scripts and load further files. */
const INLINE_IMAGE = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=\s]+$/;

/** An image is shown when it is in the text itself; loading it from elsewhere would tell that place who reads. */
export const safeImage = (src: string | undefined): string | null =>
  src !== undefined && INLINE_IMAGE.test(src) ? src : null;

/** For react-markdown, which would otherwise drop inline images and keep relative addresses. */
export const safeUrl = (url: string, key: string): string =>
  (key === 'src' ? safeImage(url) : safeLink(url)) ?? '';
