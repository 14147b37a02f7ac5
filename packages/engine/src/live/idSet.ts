/** Clocks `[from, to)` of one Yjs client. */
export type Span = readonly [from: number, to: number];

/**
 * A set of Yjs ids. Every letter and every value of a document has one for ever, `(client, clock)`, whatever is merged
 * around it. For each client it holds spans in order, apart from each other.
 */
export class IdSet {
  readonly #clients = new Map<number, Span[]>();

  get size(): number {
    return this.#clients.size;
  }

  *spans(): Generator<readonly [client: number, spans: readonly Span[]]> {
    yield* this.#clients;
  }

  has(client: number, clock: number): boolean {
    const spans = this.#clients.get(client) ?? [];
    const span = spans[firstEndingAt(spans, clock + 1)];
    return span !== undefined && span[0] <= clock;
  }

  /** @returns the parts that were not in it before */
  add(client: number, [from, to]: Span): Span[] {
    if (from >= to) return [];
    const spans = this.#clients.get(client) ?? [];
    this.#clients.set(client, spans);
    const first = firstEndingAt(spans, from);
    const news: Span[] = [];
    let [low, high, at, next] = [from, to, from, first];
    for (; next < spans.length && spans[next]![0] <= to; next++) {
      const [start, end] = spans[next]!;
      if (at < start) news.push([at, start]);
      low = Math.min(low, start);
      high = Math.max(high, end);
      at = Math.max(at, end);
    }
    if (at < to) news.push([at, to]);
    spans.splice(first, next - first, [low, high]);
    return news;
  }

  addAll(other: IdSet): void {
    for (const [client, spans] of other.spans()) for (const span of spans) this.add(client, span);
  }
}

/** The index of the first span that ends at `clock` or later. */
function firstEndingAt(spans: readonly Span[], clock: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]![1] < clock) low = middle + 1;
    else high = middle;
  }
  return low;
}
