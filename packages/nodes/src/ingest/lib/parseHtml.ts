import { parse, defaultTreeAdapter as tree, type DefaultTreeAdapterTypes } from 'parse5';
import type { ParsedDocument } from './parsedDocument.ts';
import { textBuilder } from './headings.ts';
import { UnreadableFile } from './parsedDocument.ts';

type HtmlNode = DefaultTreeAdapterTypes.Node;
type HtmlElement = DefaultTreeAdapterTypes.Element;

const words = (names: string): ReadonlySet<string> => new Set(names.split(' '));
/** Elements that hold no words of the document: code, drawings, controls, ways to other pages. */
const NOISE = words(
  'head script style noscript template nav svg math iframe object embed canvas audio video map select option datalist button input textarea dialog',
);
const BLOCKS = words(
  'html body address article aside blockquote details summary dialog dd div dl dt fieldset figcaption figure footer form header hgroup hr li main menu ol p pre section table caption thead tbody tfoot tr ul title h1 h2 h3 h4 h5 h6',
);
const CELLS = words('td th');
const HEADING = /^h([1-6])$/;

/** Beyond this a page is no text for people. The tree of so many fits in a parser's heap of 512 MB. */
const MOST_ELEMENTS = 800_000;

/**
 * Text and headings of a page, without scripts, styles, navigation and hidden parts.
 * @param most elements and attributes, counted as the parser makes them
 * @throws UnreadableFile for a page of more
 */
export function parseHtml(html: string, most = MOST_ELEMENTS): ParsedDocument {
  let made = 0;
  const page = parse(html, {
    treeAdapter: {
      ...tree,
      createElement(name, namespace, attributes) {
        made += 1 + attributes.length;
        if (made > most)
          throw new UnreadableFile(`holds more than ${most} elements, as pages made to fill memory do`);
        return tree.createElement(name, namespace, attributes);
      },
    },
  });
  const builder = textBuilder();
  let line = '';
  /** Whether the line being built, and the block before it, are list items or table rows: those stand close. */
  let close = false;
  let afterClose = false;
  let title = '';
  let pre = 0;
  let cell = 0;
  let heading: { level: number } | null = null;
  const flush = (): void => {
    const block = tidy(line);
    line = '';
    if (heading !== null) builder.heading(heading.level, block.replaceAll('\n', ' '));
    else builder.block(block, close && afterClose ? '\n' : '\n\n');
    if (block === '') return;
    afterClose = close;
    close = false;
  };
  // Inside a table cell a block is no line of its own: the row stays one line, its cells parted by tabs.
  const endBlock = (): void => {
    if (cell > 0) line += ' ';
    else flush();
  };

  // A walk of its own, not recursion: pages nest as deep as they like.
  const stack: ({ enter: HtmlNode } | { leave: HtmlElement })[] = [{ enter: page }];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    if ('leave' in step) {
      const name = step.leave.tagName;
      if (BLOCKS.has(name)) endBlock();
      if (HEADING.test(name)) heading = null;
      if (name === 'pre') pre--;
      if (CELLS.has(name)) {
        cell--;
        line += cell === 0 ? '\t' : ' ';
      }
      continue;
    }
    const node = step.enter;
    if (tree.isTextNode(node)) {
      // "\0" marks white space that was written on purpose; `tidy` collapses the rest.
      line +=
        pre > 0
          ? node.value.replaceAll(/[ \n\t]/g, (space) => `\0${space}`)
          : node.value.replaceAll(/[ \n\r\t\f]+/g, ' ');
      continue;
    }
    if (tree.isElementNode(node)) {
      const name = node.tagName;
      if (name === 'head') title = titleOf(node);
      if (NOISE.has(name) || isHidden(node)) continue;
      if (BLOCKS.has(name)) endBlock();
      if (CELLS.has(name)) cell++;
      if (name === 'br') line += cell > 0 ? ' ' : '\0\n';
      if (cell === 0 && (name === 'li' || name === 'tr')) close = true;
      if (name === 'li') line += '- ';
      if (name === 'pre') pre++;
      const level = HEADING.exec(name)?.[1];
      if (level !== undefined && cell === 0) heading = { level: Number(level) };
      stack.push({ leave: node });
    }
    const children = 'childNodes' in node ? node.childNodes : [];
    for (let i = children.length - 1; i >= 0; i--) stack.push({ enter: children[i]! });
  }
  flush();
  const { text, headings } = builder.build();
  return { title: title || (headings[0]?.text ?? ''), text, headings };
}

/** Collapses white space, but for the kind marked as written on purpose. A lone list bullet is no block. */
function tidy(line: string): string {
  const collapsed = line
    .replaceAll(/ +/g, ' ')
    .replaceAll(/ ?\0([ \n\t]) ?/g, '\0$1')
    .replaceAll('\0', '')
    .replaceAll(/ ?\t ?/g, '\t')
    .replace(/^\n+/, '')
    .trimEnd();
  const block = collapsed.startsWith(' ') && !line.startsWith('\0') ? collapsed.slice(1) : collapsed;
  return block === '-' ? '' : block;
}

function isHidden(element: HtmlElement): boolean {
  return element.attrs.some(
    ({ name, value }) =>
      name === 'hidden' ||
      (name === 'aria-hidden' && value === 'true') ||
      (name === 'role' && value === 'navigation'),
  );
}

function titleOf(head: HtmlElement): string {
  for (const node of head.childNodes) {
    if (!tree.isElementNode(node) || node.tagName !== 'title') continue;
    const text = node.childNodes.map((child) => (tree.isTextNode(child) ? child.value : '')).join('');
    return text.replaceAll(/\s+/g, ' ').trim();
  }
  return '';
}

/** The charset a page names for itself in its first kilobyte, as HTML prescribes. */
export function declaredCharset(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString(
    'latin1',
  );
  return /<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?([\w-]{2,40})/i.exec(start)?.[1];
}
