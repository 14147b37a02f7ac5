import { describe, expect, test } from 'vitest';
import { growth, LINEAR } from '@weft/engine/testing/growth';
import { MEASURES } from './measure.ts';
import { markdownBlocks } from './markdownBlocks.ts';
import { DEFAULT_LEVELS } from './separators.ts';
import { splitMarkdown } from './splitMarkdown.ts';

function chunks(
  text: string,
  size: number,
  headings?: Parameters<typeof splitMarkdown>[2],
): [string, string][] {
  const options = { size, overlap: 0, measure: MEASURES.characters, levels: DEFAULT_LEVELS };
  return splitMarkdown(text, options, headings).map(({ start, end, path }) => [
    path.join(' > '),
    text.slice(start, end),
  ]);
}

const GUIDE = `# Guide

Intro text.

## Install

\`\`\`sh
# not a heading
npm install
\`\`\`

## Use

### Basics

Call it.
`;

describe('Markdown splitting', () => {
  test('never crosses a heading and gives each chunk the headings above it', () => {
    expect(chunks(GUIDE, 1000)).toEqual([
      ['Guide', '# Guide\n\nIntro text.\n\n'],
      ['Guide > Install', '## Install\n\n```sh\n# not a heading\nnpm install\n```\n\n'],
      ['Guide > Use > Basics', '## Use\n\n### Basics\n\nCall it.\n'],
    ]);
  });

  test('keeps a code fence whole when it fits, and cuts it between lines when it cannot', () => {
    const code = '```js\nconst a = 1;\nconst b = 2;\n\nconst c = 3;\n```\n';
    const text = `Some words before the code, quite a few.\n\n${code}\nAnd some words after the code.`;
    expect(chunks(text, 60).map(([, chunk]) => chunk)).toContain(`${code}\n`);
    const cut = chunks(code, 30).map(([, chunk]) => chunk);
    expect(cut.every((chunk) => chunk.endsWith('\n'))).toBe(true);
    expect(cut.length).toBeGreaterThan(1);
  });

  test('keeps a table whole when it fits, and cuts it between rows when it cannot', () => {
    const rows = '| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n';
    const text = `Words before the table go here.\n\n${rows}\nAfter the table.`;
    expect(chunks(text, 50).map(([, chunk]) => chunk)).toContain(`${rows}\n`);
    expect(chunks(rows, 25).map(([, chunk]) => chunk)).toEqual([
      '| a | b |\n|---|---|\n',
      '| 1 | 2 |\n| 3 | 4 |\n',
    ]);
  });

  test('reads setext headings, closing hashes and inline marks', () => {
    const text = 'Big *title*\n===\n\ntext\n\nSmaller\n---\n\ntext\n\n## `code` and [link](x) ##\n\ntext';
    expect(chunks(text, 1000).map(([path]) => path)).toEqual([
      'Big title',
      'Big title > Smaller',
      'Big title > code and link',
    ]);
  });

  test('takes front matter, an unclosed fence and a rule for what they are', () => {
    const kinds = (text: string): string[] => markdownBlocks(text).map(({ kind }) => kind);
    expect(kinds('---\ntitle: x\n# no heading\n---\n\ntext')).toEqual(['code', 'text']);
    expect(kinds('text\n\n```\n# no\n')).toEqual(['text', 'code']);
    expect(kinds('a\n\n---\n\nb')).toEqual(['text', 'text', 'text']);
    expect(kinds('#hashtag\n\n#\n')).toEqual(['text', 'heading']);
  });

  test('uses the headings given where the text has none of its own', () => {
    const text = 'Chapter one\n\nWords.\n\nChapter two\n\nMore words.';
    const headings = [
      { level: 1, text: 'Chapter one', offset: 0 },
      { level: 1, text: 'Chapter two', offset: text.indexOf('Chapter two') },
    ];
    expect(chunks(text, 1000, headings)).toEqual([
      ['Chapter one', 'Chapter one\n\nWords.\n\n'],
      ['Chapter two', 'Chapter two\n\nMore words.'],
    ]);
  });

  test.each(['#', '# a\n', '```\n', '`', '| a |\n|-', '-|', '[a](b) ', '- a\n', '> ', '\r', '===\n', '*'])(
    'takes time in proportion to a text of nothing but %j',
    (piece) => {
      const options = { size: 1000, overlap: 100, measure: MEASURES.characters, levels: DEFAULT_LEVELS };
      const split = (count: number) => splitMarkdown(piece.repeat(count), options);
      expect(growth(split, 5_000)).toBeLessThan(LINEAR);
    },
  );
});
