import { Bell, type EventPage, type EventSource } from '@weft/engine';
import type { SequencedEvent } from '@weft/engine/observe';
import { isChatter } from './compact.ts';

const PAGE = 1000;
/** Events kept for those who are a little behind. Older ones come from the database. */
const KEPT = 4000;
/** While only chatter comes, followers are woken this often at most. */
const CHATTER_MS = 100;
/** A notice that was lost with its connection is made up for by a look this long after the last. */
const LOOK_MS = 2000;

/**
 * The end of one run's events, shared by everybody in this process who follows it: an event is read once, however many
 * look on.
 *
 *   base < … the kept events, without gaps … ≤ head
 *
 * It has no base until somebody has read to the end. From then on every reading at or after the base is served from memory,
 * after at most one statement for all of them when there is news. Whoever is further behind reads pages of history, and
 * readers at the same place share those too.
 *
 * Never true: a page leaves an event out; an answer is older than the last notice before the question.
 */
export class RunTail implements EventSource {
  readonly #readPage: (after: bigint) => Promise<EventPage>;
  readonly #bell = new Bell();
  readonly #history = new Map<bigint, { page: Promise<EventPage>; included: number }>();
  #kept: SequencedEvent[] = [];
  #base: bigint | null = null;
  #over = false;
  /** Notices that came, and how many of them the last reading of the end included. */
  #notices = 0;
  #included = 0;
  #lookedAt = -LOOK_MS;
  #onlyChatter = false;
  #looking: Promise<void> | null = null;
  #later: NodeJS.Timeout | undefined;

  constructor(readPage: (after: bigint) => Promise<EventPage>) {
    this.#readPage = readPage;
  }

  nextWake(): Promise<void> {
    return this.#bell.next;
  }

  /** The run has news, or may have. */
  notify(): void {
    this.#notices += 1;
    const wait = this.#onlyChatter ? this.#lookedAt + CHATTER_MS - performance.now() : 0;
    if (wait <= 0) this.#bell.ring();
    else
      this.#later ??= setTimeout(() => {
        this.#later = undefined;
        this.#bell.ring();
      }, wait);
  }

  async read(after: bigint): Promise<EventPage> {
    if (this.#base === null || after < this.#base) return await this.#readHistory(after);
    const due = this.#notices;
    while (this.#included < due || performance.now() - this.#lookedAt > LOOK_MS) await this.#look();
    // The base may have moved on while we looked.
    if (after < this.#base) return await this.#readHistory(after);
    return this.#serve(after, this.#base);
  }

  close(): void {
    clearTimeout(this.#later);
    this.#bell.ring();
  }

  get #head(): bigint {
    return this.#base! + BigInt(this.#kept.length);
  }

  #serve(after: bigint, base: bigint): EventPage {
    const from = Number(after - base);
    const events = this.#kept.slice(from, from + PAGE);
    const more = from + events.length < this.#kept.length;
    return { events, head: this.#head, more, over: this.#over && !more };
  }

  /** Reads what is new at the end, once for all who ask meanwhile. */
  async #look(): Promise<void> {
    this.#looking ??= this.#readEnd().finally(() => (this.#looking = null));
    await this.#looking;
  }

  async #readEnd(): Promise<void> {
    const included = this.#notices;
    for (let more = true; more;) {
      const page = await this.#readPage(this.#head);
      this.#take(page);
      more = page.more;
    }
    this.#included = included;
    this.#lookedAt = performance.now();
  }

  #take({ events, over }: EventPage): void {
    this.#over = over;
    if (events.length === 0) return;
    this.#onlyChatter = events.every(isChatter);
    this.#kept.push(...events);
    const surplus = this.#kept.length - KEPT;
    if (surplus > KEPT / 2) {
      this.#kept.splice(0, surplus);
      this.#base! += BigInt(surplus);
    }
  }

  async #readHistory(after: bigint): Promise<EventPage> {
    let reading = this.#history.get(after);
    if (reading === undefined) {
      const page = this.#readPage(after).finally(() => this.#history.delete(after));
      this.#history.set(after, (reading = { page, included: this.#notices }));
    }
    const page = await reading.page;
    if (!page.more && this.#base === null) {
      // A number that the run has not reached yet is some client's mistake, and no place to begin for the others.
      this.#base = after < page.head ? after : page.head;
      this.#take(page);
      this.#included = reading.included;
      this.#lookedAt = performance.now();
    }
    // The reading may have begun before a notice that this reader has heard of: the next one, at the end, will tell.
    return { ...page, more: !page.over };
  }
}
