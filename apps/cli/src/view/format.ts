/** Figures as people read them in a terminal. */

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = -1;
  // Above 999.5 the next unit reads better than four digits.
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000;
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  const total = Math.round(seconds);
  if (total < 3600) return `${Math.floor(total / 60)} min ${String(total % 60).padStart(2, '0')} s`;
  const minutes = Math.round(total / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

export const count = (value: number): string => value.toLocaleString('en-US');

/** Metrics: enough digits to compare two runs, no noise. */
export function figure(value: number): string {
  if (Number.isInteger(value)) return count(value);
  const size = Math.abs(value);
  if (size >= 1000) return count(Math.round(value));
  if (size >= 1e-3) return String(Number(value.toPrecision(4)));
  return value.toExponential(2);
}

export const shortId = (id: string): string => id.slice(0, 8);
export const shortHash = (hash: string): string => hash.slice(0, 12);

/**
 * Text of strangers (files, node messages) made safe to print: a control character could clear the screen, retitle the
 * window or feed the shell. Line breaks and tabs become visible signs.
 */
export function printable(text: string): string {
  return text
    .replaceAll(/\r\n|\r|\n/g, '⏎')
    .replaceAll('\t', ' ')
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '·');
}

/** The same for texts of several lines, which stay lines. */
export const printableLines = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map(printable)
    .join('\n');
