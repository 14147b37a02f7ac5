import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Markdown } from './Markdown.tsx';
import { safeImage, safeLink } from './safeLinks.ts';

const html = (text: string) => renderToStaticMarkup(createElement(Markdown, { text }));
const PIXEL = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==';

describe('Markdown of a stranger', () => {
  test.each([
    ['a script', '<script>alert(1)</script>'],
    ['an image with a handler', '<img src=x onerror=alert(1)>'],
    ['a frame', '<iframe src="https://example.com"></iframe>'],
    ['a style', '<style>@import url(x.css)</style>'],
    ['an svg', '<svg onload=alert(1)><use href="data:image/svg+xml,x"/></svg>'],
  ])('shows %s as text', (_, hostile) => {
    const shown = html(`before\n\n${hostile}\n\nafter ${hostile}`);
    expect(shown.match(/<(\w+)/g)!.every((tag) => ['<div', '<p'].includes(tag))).toBe(true);
    expect(shown).toContain('before');
    expect(shown).toContain('after');
  });

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'vbscript:x',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'blob:https://example.com/1',
    '/settings',
    '//example.com',
  ])('does not link to %j', (href) => {
    expect(safeLink(href)).toBeNull();
    expect(html(`[click](<${href}>)`)).not.toContain('<a ');
  });

  test('opens links to pages apart, without telling where the reader comes from, and shows where they lead', () => {
    expect(html('[docs](https://example.com/a)')).toContain(
      '<a href="https://example.com/a" title="https://example.com/a" target="_blank" rel="noopener noreferrer nofollow"',
    );
    expect(safeLink('mailto:a@example.com')).toBe('mailto:a@example.com');
  });

  test('loads no image from anywhere, and shows its description instead', () => {
    for (const src of [
      'https://example.com/x.png',
      '//example.com/x.png',
      'x.png',
      'data:image/svg+xml;base64,PHN2Zz4=',
    ])
      expect(html(`![a chart](${src})`)).toMatch(/^(?!.*<img).*a chart/);
  });

  test('shows an image that is in the text itself', () => {
    expect(safeImage(PIXEL)).toBe(PIXEL);
    expect(html(`![dot](${PIXEL})`)).toContain(`<img src="${PIXEL}" alt="dot"`);
  });

  test('keeps tables, lists, quotes and code', () => {
    expect(html('| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n\n> q\n\n```js\n<b>\n```')).toMatch(
      /<table.*<ul.*<blockquote.*<pre.*&lt;b&gt;/s,
    );
  });

  test('keeps the headings of a note below those of the page', () => {
    expect(html('# Title')).toContain('role="heading" aria-level="5"');
  });
});
