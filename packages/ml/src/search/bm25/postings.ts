/**
 * Postings of one field: for each term, ascending by hash, the documents it occurs in and how often. Stored as variable
 * byte numbers, document gaps and counts in turn (Manning, Raghavan, Schütze 2008, §5.3): 2.1 bytes for a posting of
 * XQuAD where plain arrays need 8.
 */
export interface Postings {
  readonly terms: Uint32Array;
  /** Documents that have the term. */
  readonly documents: Uint32Array;
  /** Where the term's bytes begin; one more entry than terms. */
  readonly starts: Uint32Array;
  readonly bytes: Uint8Array;
}

/** Occurrences in the order of documents; `documents` never falls. */
export interface Occurrences {
  readonly terms: Uint32Array;
  readonly documents: Uint32Array;
  readonly counts: Uint32Array;
}

export const NO_POSTINGS: Postings = {
  terms: new Uint32Array(),
  documents: new Uint32Array(),
  starts: new Uint32Array(1),
  bytes: new Uint8Array(),
};

/** Place of a term, or -1. */
export function findTerm(postings: Postings, term: number): number {
  let low = 0;
  let high = postings.terms.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = postings.terms[middle]!;
    if (found === term) return middle;
    if (found < term) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Calls `visit` for each document of the term at `place`, in order. */
export function eachPosting(
  postings: Postings,
  place: number,
  visit: (document: number, count: number) => void,
): void {
  const { bytes } = postings;
  const end = postings.starts[place + 1]!;
  let document = -1;
  for (let at = postings.starts[place]!; at < end;) {
    let gap = 0;
    let count = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      gap |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      count |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    document += gap;
    visit(document, count);
  }
}

/** Grows as it is written. */
export class PostingsWriter {
  #terms: number[] = [];
  #documents: number[] = [];
  #starts: number[] = [0];
  #bytes: Uint8Array;
  #size = 0;
  #last = -1;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(Math.max(1024, capacity));
  }

  /** Terms must come ascending. */
  beginTerm(term: number): void {
    this.#terms.push(term);
    this.#documents.push(0);
    this.#last = -1;
  }

  add(document: number, count: number): void {
    if (this.#size + 10 > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#number(document - this.#last);
    this.#number(count);
    this.#last = document;
    this.#documents[this.#documents.length - 1]!++;
  }

  endTerm(): void {
    this.#starts.push(this.#size);
  }

  finish(): Postings {
    return {
      terms: Uint32Array.from(this.#terms),
      documents: Uint32Array.from(this.#documents),
      starts: Uint32Array.from(this.#starts),
      bytes: this.#bytes.slice(0, this.#size),
    };
  }

  #number(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#size++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#size++] = rest;
  }
}
