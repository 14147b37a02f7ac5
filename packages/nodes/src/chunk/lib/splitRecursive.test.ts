import { describe, expect, test } from 'vitest';
import { growth, LINEAR } from '@weft/engine/testing/growth';
import { MEASURES } from './measure.ts';
import { DEFAULT_LEVELS, levelsOf } from './separators.ts';
import { splitRecursive } from './splitRecursive.ts';

function chunks(text: string, size: number, overlap = 0, separators: string[] = []): string[] {
  const options = { size, overlap, measure: MEASURES.characters, levels: levelsOf(separators) };
  return splitRecursive(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('recursive splitting', () => {
  test('keeps a text that fits whole', () => {
    expect(chunks('short\n\ntext', 100)).toEqual(['short\n\ntext']);
    expect(chunks('', 100)).toEqual([]);
  });

  test('cuts between paragraphs before lines, lines before sentences, sentences before words', () => {
    expect(chunks('aaaa bbbb\n\ncccc\ndddd', 14)).toEqual(['aaaa bbbb\n\n', 'cccc\ndddd']);
    expect(chunks('One two. Three four\nfive six', 24)).toEqual(['One two. Three four\n', 'five six']);
    expect(chunks('One two. Three four', 15)).toEqual(['One two. ', 'Three four']);
    expect(chunks('alpha beta gamma', 12)).toEqual(['alpha beta ', 'gamma']);
  });

  test('cuts Chinese behind full stops, then commas, then anywhere', () => {
    expect(chunks('今天很好。我们去公园，然后回家。', 10)).toEqual([
      '今天很好。',
      '我们去公园，然后回家。'.slice(0, 6),
      '然后回家。',
    ]);
    expect(chunks('一二三四五六', 4)).toEqual(['一二三四', '五六']);
  });

  test('leaves a title with the text below it', () => {
    const text = `Title\n\n${'A sentence of words. '.repeat(20)}`;
    expect(chunks(text, 100)[0]).toBe(`Title\n\n${'A sentence of words. '.repeat(4)}`);
  });

  test('uses the separators given, strongest first', () => {
    expect(chunks('a;b|c;d', 5, 0, ['|', ';'])).toEqual(['a;b|', 'c;d']);
    expect(chunks('a b;c d', 5, 0, ['', ';'])).toEqual(['a b;', 'c d']);
  });

  test('repeats whole sentences where it can, within the overlap and the size', () => {
    const text = 'First one here. Second one here. Third one here. Fourth one here.';
    const found = chunks(text, 40, 20);
    expect(found[0]).toBe('First one here. Second one here. ');
    expect(found[1]).toBe('Second one here. Third one here. ');
    expect(found.every((chunk) => chunk.length <= 40)).toBe(true);
  });

  test('does not end a chunk with headings: they go with what they announce', () => {
    const text = `# One\n\n${'Some words here. '.repeat(5)}\n\n# Two\n\n## Sub\n\nMore words that follow the heading.`;
    const headings = ['# One', '# Two', '## Sub'].map((heading) => text.indexOf(heading));
    const options = { size: 115, overlap: 0, measure: MEASURES.characters, levels: DEFAULT_LEVELS };
    const ends = (more: object) => splitRecursive(text, { ...options, ...more }).map(({ end }) => end);
    expect(ends({})).toEqual([text.indexOf('More'), text.length]);
    expect(ends({ headings })).toEqual([text.indexOf('# Two'), text.length]);
  });

  test('never cuts a character: a family emoji larger than the size stays whole', () => {
    expect(chunks('a👩‍👩‍👧‍👦b', 2)).toEqual(['a', '👩‍👩‍👧‍👦', 'b']);
    expect(chunks('e\u0301e\u0301', 3)).toEqual(['e\u0301', 'e\u0301']);
    expect(chunks('a\r\nb', 2)).toEqual(['a', '\r\n', 'b']);
  });

  test.each([
    ['no separator at all', 'a'],
    ['flags', '🇦🇧'],
    ['one endless combining sequence', '\u0301'],
    ['spaces', ' '],
    ['line ends', '\r\n'],
    ['half pairs', '\ud83d'],
    ['joined emoji', '👩\u200d'],
    ['spaces that cannot be cut at', ' \u0301'],
  ])('takes time in proportion to a single line of %s', (_name, piece) => {
    const options = { size: 1000, overlap: 200, measure: MEASURES.characters, levels: DEFAULT_LEVELS };
    const split = (units: number) => splitRecursive(piece.repeat(units / piece.length), options);
    expect(growth(split, 20_000)).toBeLessThan(LINEAR);
  });
});

describe('token estimates', () => {
  test('count words, digits and CJK characters', () => {
    expect(MEASURES.tokens.size('hello world')).toBe(2);
    expect(MEASURES.tokens.size('internationalisation')).toBe(3);
    expect(MEASURES.tokens.size('今天很好。')).toBe(5);
    expect(MEASURES.tokens.size('2026')).toBe(2);
  });

  test('limit chunks when they are the unit', () => {
    const text = '今天天气很好我们去公园'.repeat(20);
    const spans = splitRecursive(text, {
      size: 50,
      overlap: 0,
      measure: MEASURES.tokens,
      levels: DEFAULT_LEVELS,
    });
    expect(spans.map(({ start, end }) => end - start)).toEqual([50, 50, 50, 50, 20]);
  });
});
