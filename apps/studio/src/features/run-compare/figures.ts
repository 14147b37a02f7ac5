import { formatNumber } from '../../i18n/format.ts';

/** A metric: whole when it is large, else as many digits as tell two like it apart. */
export const figure = (value: number): string =>
  Math.abs(value) >= 1000
    ? formatNumber(value, { maximumFractionDigits: 0 })
    : formatNumber(value, { maximumSignificantDigits: 4 });

/** Whether more is better only the metric's owner knows, so a difference has a sign and no colour. */
export const difference = (value: number): string =>
  Math.abs(value) >= 1000
    ? formatNumber(value, { maximumFractionDigits: 0, signDisplay: 'exceptZero' })
    : formatNumber(value, { maximumSignificantDigits: 2, signDisplay: 'exceptZero' });

/** A relative difference; empty when it is too small to be worth a word. */
export const share = (value: number): string =>
  Math.abs(value) < 0.0005
    ? ''
    : formatNumber(value, { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' });
