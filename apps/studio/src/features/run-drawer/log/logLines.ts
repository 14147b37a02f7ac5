/** A line that a step wrote, as the server tells it. */
export interface LogLine {
  readonly seq: number;
  readonly at: string;
  readonly nodeId: string | null;
  readonly level: string;
  readonly message: string;
  readonly fields?: unknown;
}

export interface LogFilter {
  readonly nodeId: string | null;
  readonly level: LogLevel | null;
  readonly q: string;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Lines of a run that match a filter, oldest first, without holes: what lies between the first and the last is all
 * there. Pages come newest first and grow it at either end.
 */
export interface LogLines {
  readonly lines: readonly LogLine[];
  /** Nothing older matches. */
  readonly complete: boolean;
}

export const NO_LINES: LogLines = { lines: [], complete: false };

/** A page of what lies before the first line. */
export function withOlder(log: LogLines, page: readonly LogLine[], limit: number): LogLines {
  const first = log.lines[0]?.seq ?? Infinity;
  const older = page.filter(({ seq }) => seq < first).toReversed();
  return { lines: older.length === 0 ? log.lines : [...older, ...log.lines], complete: page.length < limit };
}

/**
 * The newest page, after something was written. When it does not reach back to what is known, the hole is told by
 * `missing`: whoever called asks for the page before `missing` and comes again with both.
 */
export function withNewer(
  log: LogLines,
  pages: readonly (readonly LogLine[])[],
  limit: number,
): { log: LogLines; missing: number | null } {
  const newer = pages.flat();
  const lastPage = pages.at(-1) ?? [];
  const last = log.lines.at(-1)?.seq ?? -1;
  const oldest = newer.at(-1)?.seq ?? Infinity;
  if (newer.length === 0)
    return { log: log.lines.length === 0 ? { ...log, complete: true } : log, missing: null };
  if (log.lines.length === 0)
    return { log: { lines: newer.toReversed(), complete: lastPage.length < limit }, missing: null };
  if (oldest > last + 1 && lastPage.length === limit) return { log, missing: oldest };
  const fresh = newer.filter(({ seq }) => seq > last).toReversed();
  return { log: fresh.length === 0 ? log : { ...log, lines: [...log.lines, ...fresh] }, missing: null };
}
