/** Deeper than data nests. JSON.parse itself has no bound, but what walks its result later recurses. */
export const MOST_JSON_DEPTH = 100;

/** Whether a JSON text nests deeper than {@link MOST_JSON_DEPTH}, told without parsing it. */
export function nestsTooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (quoted) {
      if (unit === 0x5c) at++;
      else if (unit === 0x22) quoted = false;
    } else if (unit === 0x22) quoted = true;
    else if (unit === 0x7b || unit === 0x5b) {
      if (++depth > MOST_JSON_DEPTH) return true;
    } else if (unit === 0x7d || unit === 0x5d) depth--;
  }
  return false;
}
