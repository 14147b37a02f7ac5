/** One or two letters that stand for a name: first and last word, or the last two characters of a name in Han script. */
export function initials(name: string): string {
  const text = name.trim();
  if (/^\p{Script=Han}+$/u.test(text)) return Array.from(text).slice(-2).join('');
  const words = text.split(/[\s._-]+/).filter((word) => word !== '');
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => Array.from(word ?? '')[0] ?? '',
  );
  return letters.join('').toLocaleUpperCase() || '?';
}
