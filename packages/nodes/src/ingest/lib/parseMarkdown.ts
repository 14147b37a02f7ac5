import type { Heading as HeadingNode, PhrasingContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Heading } from './headings.ts';
import type { ParsedDocument } from './parsedDocument.ts';

/** Markdown stays as it is written; its headings are read by a CommonMark parser. The first one is the title. */
export function parseMarkdown(text: string): ParsedDocument {
  const headings: Heading[] = [];
  for (const node of fromMarkdown(text).children) {
    if (node.type !== 'heading') continue;
    headings.push({ level: node.depth, text: wordsOf(node), offset: node.position?.start.offset ?? 0 });
  }
  return { title: headings[0]?.text ?? '', text, headings };
}

function wordsOf(node: HeadingNode | PhrasingContent): string {
  if ('value' in node) return node.type === 'html' ? '' : node.value;
  if ('alt' in node) return node.alt ?? '';
  if ('children' in node) return node.children.map(wordsOf).join('').trim();
  return node.type === 'break' ? ' ' : '';
}
