import { eachPosting, PostingsWriter, type Occurrences, type Postings } from './postings.ts';
import { stableOrder } from './radixSort.ts';

/**
 * The postings of all documents: those that are there and those of later documents. One pass over both in the order of
 * terms, so adding never counts a text again, and the bytes are the same however the documents were split up.
 */
export function mergePostings(base: Postings, added: Occurrences): Postings {
  const order = stableOrder(added.terms);
  const writer = new PostingsWriter(base.bytes.length + added.terms.length * 3);
  const append = (document: number, count: number): void => writer.add(document, count);
  let place = 0;
  let next = 0;
  while (place < base.terms.length || next < order.length) {
    const left = place < base.terms.length ? base.terms[place]! : Infinity;
    const right = next < order.length ? added.terms[order[next]!]! : Infinity;
    const term = Math.min(left, right);
    writer.beginTerm(term);
    if (left === term) eachPosting(base, place++, append);
    for (; next < order.length && added.terms[order[next]!] === term; next++) {
      const item = order[next]!;
      writer.add(added.documents[item]!, added.counts[item]!);
    }
    writer.endTerm();
  }
  return writer.finish();
}
