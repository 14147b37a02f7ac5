import { describe, expect, test } from 'vitest';
import { docxOf, wordXml, zipOf } from '../testing/zipOf.ts';
import { pdfOf } from '../testing/pdfOf.ts';
import { parseDocx } from './parseDocx.ts';
import type { FileFormat } from './formats.ts';
import { parseFile } from './parseFile.ts';
import { parseHtml } from './parseHtml.ts';

const parse = (content: string | Uint8Array, format: FileFormat) => parseFile(Buffer.from(content), format);
const p = (text: string, properties = ''): string =>
  `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
/** Each heading with the line of the text it points to. */
const pointed = ({
  text,
  headings,
}: {
  text: string;
  headings: readonly { level: number; offset: number }[];
}) => headings.map(({ level, offset }) => [level, text.slice(offset).split('\n')[0]]);

describe('HTML', () => {
  test('becomes its words: no scripts, styles, navigation or hidden parts; entities decoded', async () => {
    const page = await parse(
      `<!doctype html><html><head><title> Tea &amp;
        Coffee </title><style>p{}</style><script>alert(1)</script></head><body>
        <nav><a href=x>Menu</a></nav><div hidden>no</div><p aria-hidden=true>no</p>
        <h1>All <em>about</em> tea</h1><p>Tea&nbsp;is &lt;good&gt; &copy; &#x4f60;&#22909;.<!-- no --><br>Second line</p>
        <h2>Kinds</h2><ul><li>green</li><li>black<ul><li>strong</li></ul></li></ul><noscript>no</noscript></body></html>`,
      'html',
    );
    expect(page.title).toBe('Tea & Coffee');
    expect(page.text).toBe(
      'All about tea\n\nTea\u00a0is <good> © 你好.\nSecond line\n\nKinds\n\n- green\n- black\n- strong',
    );
    expect(pointed(page)).toEqual([
      [1, 'All about tea'],
      [2, 'Kinds'],
    ]);
  });

  test('keeps table rows as lines with tabs and preformatted text as it is', async () => {
    const { text } = await parse(
      '<table><tr><th>a</th><th>b</th></tr><tr><td><p>1</p><p>2</p></td><td></td></tr></table><pre>if x:\n    y\n\nz</pre><p>end',
      'html',
    );
    expect(text).toBe('a\tb\n1 2\n\nif x:\n    y\n\nz\n\nend');
  });

  test('is read in the charset it declares', async () => {
    const bytes = Buffer.concat([Buffer.from('<meta charset="Shift_JIS"><p>'), Buffer.from([0x82, 0xa0])]);
    expect((await parse(bytes, 'html')).text).toBe('あ');
  });

  test('may nest without end', async () => {
    const { text } = await parse(`${'<div>'.repeat(20_000)}deep${'<b><p>'.repeat(200)}er`, 'html');
    expect(text.replaceAll(/\s/g, '')).toBe('deeper');
  });

  test('may not hold elements without end', () => {
    expect(parseHtml('<p>a<p id=x>b', 6).text).toBe('a\n\nb');
    expect(() => parseHtml('<p>a<p id=x>b', 5)).toThrow(/more than 5 elements/);
  });
});

describe('Markdown', () => {
  test('stays as it is; headings are read as CommonMark reads them', async () => {
    const source =
      '---\nx: y\n---\n\n# A *b* `c` [d](e)\r\n\r\n```\n# no\n```\n\nTwo\n---\n\n> # quoted\n\n\\# no\n';
    const { title, text, headings } = await parse(source, 'markdown');
    expect(text).toBe(source);
    expect(headings.filter(({ level }) => level === 1).map((heading) => heading.text)).toEqual(['A b c d']);
    expect(headings.at(-1)).toEqual({ level: 2, text: 'Two', offset: source.indexOf('Two') });
    expect(title).toBe(headings[0]!.text);
  });
});

describe('a Word document', () => {
  test('gives paragraphs, headings by style, lists, tables and its title', async () => {
    const style = (id: string, inside: string): string => `<w:style w:styleId="${id}">${inside}</w:style>`;
    const document = await parse(
      docxOf(
        p('Guide', '<w:pStyle w:val="a1"/>') +
          p('First &amp; <![CDATA[foremost]]>.') +
          p('Install', '<w:pStyle w:val="a2"/>') +
          p('one', '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>') +
          p('two', '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>') +
          `<w:tbl><w:tr><w:tc>${p('')}</w:tc><w:tc>${p('b')}</w:tc></w:tr><w:tr><w:tc>${p('c')}${p('d')}</w:tc><w:tc>${p('e')}</w:tc></w:tr></w:tbl>` +
          `<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>x</w:t><w:tab/><w:t>y</w:t><w:br/><w:t>z</w:t></w:r></w:p>` +
          p('Outline', '<w:outlineLvl w:val="2"/>'),
        {
          'word/styles.xml': wordXml(
            style('a1', '<w:name w:val="heading 1"/>') +
              style('a2', '<w:name w:val="Mine"/><w:basedOn w:val="a3"/>') +
              style('a3', '<w:name w:val="x"/><w:basedOn w:val="a2"/><w:outlineLvl w:val="1"/>'),
          ),
          'docProps/core.xml':
            '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Guide</dc:title></c>',
        },
      ),
      'docx',
    );
    expect(document.title).toBe('The Guide');
    expect(document.text).toBe(
      'Guide\n\nFirst & foremost.\n\nInstall\n\n- one\n  - two\n\n\tb\nc d\te\n\nx\ty\nz\n\nOutline',
    );
    expect(pointed(document)).toEqual([
      [1, 'Guide'],
      [2, 'Install'],
      [3, 'Outline'],
    ]);
  });

  test('says alternate content once', async () => {
    const content = `<mc:AlternateContent xmlns:mc="x"><mc:Choice>${p('new')}</mc:Choice><mc:Fallback>${p('old')}</mc:Fallback></mc:AlternateContent>`;
    expect((await parse(docxOf(content), 'docx')).text).toBe('new');
  });

  test.each([
    [
      'expands entities',
      docxOf('', { 'word/document.xml': wordXml('&lol;', '<!DOCTYPE d [<!ENTITY lol "lol">]>') }),
      /DTD/,
    ],
    [
      'names an outside entity',
      docxOf('', { 'word/document.xml': wordXml('&x;', '<!DOCTYPE d SYSTEM "file:///etc/passwd">') }),
      /DTD/,
    ],
    ['names an entity nobody declared', docxOf('<w:p>&lol;</w:p>'), /undefined entity/],
    ['nests a million elements', docxOf('<w:p>'.repeat(1_000_000)), /nests more than 256/],
    [
      'unpacks to a thousand times its size',
      docxOf(p(' '.repeat(20_000_000))),
      /more than 200 times its size/,
    ],
    ['is cut off', docxOf(p('text')).slice(0, -40), /damaged/],
    ['has broken XML', docxOf('<w:p></w:q>'), /document.xml, line 1/],
    ['is no archive', Buffer.from('PK not really'), /damaged/],
    ['is another archive', zipOf([['a.txt', 'x']]), /no word\/document.xml/],
    ['climbs out of its folder', zipOf([['../../etc/passwd', 'x']]), /damaged: invalid relative path/],
    ['has an absolute name', zipOf([['/etc/passwd', 'x']]), /damaged: absolute path/],
    [
      'holds two entries of one name',
      zipOf([
        ['word/document.xml', 'x'],
        ['Word/Document.xml', 'y'],
      ]),
      /two entries/,
    ],
    [
      'declares a wrong size',
      zipOf([['word/document.xml', 'x'.repeat(5000)]], { declaredSize: 10 }),
      /damaged/,
    ],
  ])('is refused when it %s', async (_name, bytes, reason) => {
    await expect(parse(bytes, 'docx')).rejects.toThrow(reason);
  });

  test('is refused when all its parts together unpack to too much', async () => {
    const noise = Array.from({ length: 400_000 }, (_, i) => String.fromCharCode(97 + ((i * 7919) % 23))).join(
      '',
    );
    const bytes = docxOf(p(noise), { 'word/styles.xml': wordXml(`<w:style>${noise}</w:style>`) });
    await expect(parseDocx(bytes, { entries: 10, bytes: 600_000, ratio: 1000 })).rejects.toThrow(
      /unpacks to more than/,
    );
    await expect(parseDocx(bytes, { entries: 1, bytes: 1e9, ratio: 1000 })).rejects.toThrow(
      /more than 1 entries/,
    );
  });
});

describe('a PDF', () => {
  test('gives its lines page by page, its title, and larger lines as headings', async () => {
    const document = await parse(
      pdfOf(
        [
          ['# Guide', 'First line.', 'Second (line).'],
          ['# Install', 'Run it.'],
        ],
        'The Guide',
      ),
      'pdf',
    );
    expect(document.title).toBe('The Guide');
    expect(document.text).toBe('Guide\n\nFirst line.\nSecond (line).\n\nInstall\n\nRun it.');
    expect(pointed(document)).toEqual([
      [1, 'Guide'],
      [1, 'Install'],
    ]);
  });

  test.each([
    ['is cut off before its first object', Buffer.from('%PDF-1.7\n1 0 obj'), /damaged/],
    ['is something else', Buffer.from('hello, this is no PDF'), /damaged/],
    ['has no text', pdfOf([[]]), /no text.*OCR/],
  ])('is refused when it %s', async (_name, bytes, reason) => {
    await expect(parse(bytes, 'pdf')).rejects.toThrow(reason);
  });
});

test('an empty or blank file is refused', async () => {
  await expect(parse('', 'text')).rejects.toThrow(/is empty/);
  await expect(parse(' \n ', 'text')).rejects.toThrow(/holds no text/);
});

test.each([
  ['今天天气很好，我们去公园散步。', 'zh'],
  ['機械学習は人工知能の一分野です。', 'ja'],
  ['기계 학습은 인공지능의 한 분야입니다.', 'ko'],
  ['The quick brown fox jumps over the lazy dog.', 'en'],
  ['Le renard brun saute par-dessus le chien paresseux.', 'fr'],
  ['使用 GPT 和 BERT 模型进行文本分类', 'zh'],
  ['42 %', ''],
])('the language of "%s" is taken for "%s"', async (text, language) => {
  expect((await parse(text, 'text')).language).toBe(language);
});
