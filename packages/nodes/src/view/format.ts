import type { Language } from './words.ts';

/** Figures as people read them. Formatters cost a tenth of a millisecond to make, so each language keeps its own. */
export interface Formats {
  /** At most three digits behind the point. */
  readonly number: (value: number) => string;
  /** Three significant digits, for figures of any size. */
  readonly short: (value: number) => string;
  readonly percent: (share: number) => string;
  readonly bytes: (bytes: number) => string;
}

const made = new Map<Language, Formats>();

export function formats(language: Language): Formats {
  let known = made.get(language);
  if (known === undefined) made.set(language, (known = make(language === 'zh' ? 'zh-CN' : 'en')));
  return known;
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

function make(tag: string): Formats {
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 3 });
  const short = new Intl.NumberFormat(tag, { maximumSignificantDigits: 3 });
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 });
  const units = UNITS.map(
    (unit, i) =>
      new Intl.NumberFormat(tag, {
        style: 'unit',
        unit,
        unitDisplay: i === 0 ? 'long' : 'short',
        maximumFractionDigits: i === 0 ? 0 : 1,
      }),
  );
  return {
    number: (value) => number.format(value),
    short: (value) => short.format(value),
    percent: (share) => percent.format(share),
    bytes: (bytes) => {
      const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
      return units[step]!.format(bytes / 1000 ** step);
    },
  };
}

/** Metrics that are shares of a whole; the rest are counts, losses and times. */
const SHARES =
  /^(?:(?:val_|before_|after_|macro_|weighted_)*(?:accuracy|f1|precision|recall|ece)|recall[@_]|(?:before_|after_)?recall_at|(?:before_|after_)?mrr|ndcg)/;

/** A metric by its name: 0.926 of "accuracy" is 92.6 %, 12.3 of "latency_p50_ms" is 12.3 ms. */
export function figure(name: string, value: number, language: Language): string {
  const format = formats(language);
  if (SHARES.test(name) && value >= 0 && value <= 1) return format.percent(value);
  if (name.endsWith('_ms')) return `${format.short(value)} ms`;
  if (name === 'bytes' || name.endsWith('_bytes')) return format.bytes(value);
  return Number.isInteger(value) ? format.number(value) : format.short(value);
}
