/** A view says things in both languages; the words lie in its own folder. */
export type Language = 'en' | 'zh';

type Word = string | ((...values: never[]) => string);
type Same<M extends Readonly<Record<string, Word>>> = {
  readonly [K in keyof M]: M[K] extends (...values: infer A) => string ? (...values: A) => string : string;
};

/**
 * `const words = bilingual({ rows: (n: string) => `${n} rows` }, { rows: (n) => `${n} 行` })`, then `words(language)`.
 * A word that is missing in Chinese does not compile.
 */
export function bilingual<const M extends Readonly<Record<string, Word>>>(
  en: M,
  zh: Same<M>,
): (language: Language) => Same<M> {
  return (language) => (language === 'zh' ? zh : (en as unknown as Same<M>));
}
