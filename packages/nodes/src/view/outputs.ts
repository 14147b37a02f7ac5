import { formats } from './format.ts';
import { bilingual, type Language } from './words.ts';
import type { ViewStep } from './types.ts';

const words = bilingual(
  { rows: (n: string) => `${n} rows`, errors: (n: string) => `${n} errors` },
  { rows: (n: string) => `${n} 行`, errors: (n: string) => `${n} 个错误` },
);

/** Output ports in the order they should be looked at: what was made first, an empty list of errors not at all. */
export function shownPorts(step: ViewStep): string[] {
  const ports = Object.keys(step.outputs).filter((port) => port !== 'errors' || hasErrors(step));
  return ports.sort((a, b) => Number(a === 'errors') - Number(b === 'errors'));
}

export const hasErrors = (step: ViewStep): boolean => (step.outputs['errors']?.rows ?? 0) > 0;

/** "12,000 rows", and how many could not be handled. */
export function rowsFigure(step: ViewStep, language: Language): string | null {
  const say = words(language);
  const { number } = formats(language);
  const main = Object.entries(step.outputs).find(([port, { rows }]) => port !== 'errors' && rows !== null);
  if (main === undefined) return null;
  const bad = step.outputs['errors']?.rows ?? 0;
  return [say.rows(number(main[1].rows!)), ...(bad > 0 ? [say.errors(number(bad))] : [])].join(' · ');
}
