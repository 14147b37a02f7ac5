/** Separators from the strongest place to cut to the weakest; those of one level are equally good. */
export type SeparatorLevels = readonly (readonly string[])[];

/**
 * Paragraph, line, sentence, clause, word. A cut falls behind the separator, so what ends a thought stays
 * with it. Latin punctuation counts only with a space behind it ("3.14" and "a.b" stay whole); the full-width
 * kind needs none.
 */
export const DEFAULT_LEVELS: SeparatorLevels = [
  ['\n\n', '\r\n\r\n', '\u2029'],
  ['\n', '\r', '\u2028'],
  ['。', '！', '？', '. ', '! ', '? ', '……'],
  ['；', '; ', '，', ', ', '：', ': ', '、'],
  [' ', '\t', '\u3000'],
];

/** One level per separator, in the order given; empty strings say nothing and are dropped; none = the defaults. */
export function levelsOf(separators: readonly string[]): SeparatorLevels {
  const given = separators.filter((separator) => separator !== '');
  return given.length === 0 ? DEFAULT_LEVELS : given.map((separator) => [separator]);
}

/**
 * Finds the strongest separator in a window of one text. Windows must move forward.
 *
 * Each separator remembers its next occurrence, so a separator the text does not have is looked for once and
 * not once per window. That makes the work linear in the text whatever it holds: the forward search passes
 * each unit once per separator, and the backward search stops at an occurrence known to lie in the window.
 */
export function separatorFinder(text: string, levels: SeparatorLevels) {
  const next = levels.map((level) => level.map(() => -1));
  /** From where on a separator is known not to occur any more; Infinity while it may. */
  const absentFrom = levels.map((level) => level.map(() => Infinity));

  /** Offset behind the last separator of one level that ends in (after, limit], or -1. */
  function lastOfLevel(level: number, after: number, limit: number): number {
    const separators = levels[level]!;
    const upcoming = next[level]!;
    let best = -1;
    for (let s = 0; s < separators.length; s++) {
      const separator = separators[s]!;
      const earliest = Math.max(0, after - separator.length + 1);
      if (upcoming[s]! < earliest) {
        const found = text.indexOf(separator, earliest);
        upcoming[s] = found === -1 ? Infinity : found;
        if (found === -1) absentFrom[level]![s] = earliest;
      }
      if (upcoming[s]! + separator.length > limit) continue;
      best = Math.max(best, text.lastIndexOf(separator, limit - separator.length) + separator.length);
    }
    return best;
  }

  return {
    /** Offset behind the last occurrence, in (after, limit], of the strongest separator there; or -1. */
    last(after: number, limit: number): number {
      for (let level = 0; level < levels.length; level++) {
        const at = lastOfLevel(level, after, limit);
        if (at > after) return at;
      }
      return -1;
    },
    /** Offset behind the first occurrence, in (from, to], of the strongest separator there; or -1. */
    first(from: number, to: number): number {
      const window = text.slice(from, to);
      for (let level = 0; level < levels.length; level++) {
        const separators = levels[level]!;
        let best = Infinity;
        for (let s = 0; s < separators.length; s++) {
          if (absentFrom[level]![s]! <= from) continue;
          const at = window.indexOf(separators[s]!);
          if (at !== -1) best = Math.min(best, at + separators[s]!.length);
        }
        if (best !== Infinity) return from + best;
      }
      return -1;
    },
  };
}

export type SeparatorFinder = ReturnType<typeof separatorFinder>;
