/**
 * What is wrong with a document. A half-built graph is the normal state of an editor, so validation collects these and
 * never throws. Each says what, where, and the way out.
 */
export const DIAGNOSTIC_CODES = [
  'document.not_json',
  'document.shape',
  'document.future_version',
  'document.too_large',
  'document.empty',
  'node.unknown_type',
  'node.unknown_version',
  'node.params',
  'edge.dangling',
  'edge.unknown_port',
  'edge.wrong_type',
  'edge.duplicate',
  'input.missing',
  'input.taken',
  'graph.cycle',
  'select.unknown_node',
  'set.unknown_param',
] as const;
export type DiagnosticCode = (typeof DIAGNOSTIC_CODES)[number];

export interface Diagnostic {
  readonly code: DiagnosticCode;
  /** One sentence naming the place and the trouble. */
  readonly message: string;
  /** What to do about it. */
  readonly help: string;
  readonly node?: string;
  /** Param path ("split.size") or port name inside the node. */
  readonly field?: string;
  readonly edge?: string;
}

/** The known name closest to a misspelt one, when it is close enough to be what was meant. */
export function didYouMean(name: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Levenshtein distance, given up at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    if (Math.min(...next) >= limit) return limit;
    row = next;
  }
  return row[b.length]!;
}
