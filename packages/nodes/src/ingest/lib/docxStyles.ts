import type { SaxesTagNS } from 'saxes';
import { xmlReader } from './xml.ts';

/** Both namespaces of WordprocessingML: the one everybody writes and the strict one. */
export const WORD_NAMESPACES: ReadonlySet<string> = new Set([
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
  'http://purl.oclc.org/ooxml/wordprocessingml/main',
]);

/** The value of a `w:` attribute; numbers and ids stand in `w:val`. */
export function wordAttribute(tag: SaxesTagNS, name = 'val'): string {
  for (const attribute of Object.values(tag.attributes)) {
    if (attribute.local === name && WORD_NAMESPACES.has(attribute.uri)) return attribute.value;
  }
  return '';
}

interface Style {
  level: number;
  basedOn: string;
}

/** Longest chain of styles based on each other that is followed; a ring of them must end too. */
const MOST_PARENTS = 20;

/**
 * Reads styles.xml: which paragraph styles are headings, and of which level. A style is one by its outline level, by
 * its name ("heading 2", in every language of Word the stored name is English), or by the style it is based on.
 */
export function docxStyles() {
  const styles = new Map<string, Style>();
  let current: Style | null = null;
  const reader = xmlReader('styles.xml', {
    open(tag) {
      if (!WORD_NAMESPACES.has(tag.uri)) return;
      if (tag.local === 'style') {
        current = { level: 0, basedOn: '' };
        styles.set(wordAttribute(tag, 'styleId'), current);
      } else if (current === null) return;
      else if (tag.local === 'name') current.level ||= levelOfName(wordAttribute(tag));
      else if (tag.local === 'basedOn') current.basedOn = wordAttribute(tag);
      else if (tag.local === 'outlineLvl') current.level = levelOfOutline(wordAttribute(tag));
    },
    close(tag) {
      if (tag.local === 'style') current = null;
    },
  });
  return {
    reader,
    /** 1 to 9 for a heading, else 0. Without a styles.xml the style's id is all there is to go by. */
    levelOf(id: string): number {
      let style = styles.get(id);
      if (style === undefined) return levelOfName(id);
      for (let parents = 0; parents < MOST_PARENTS && style !== undefined; parents++) {
        if (style.level > 0) return style.level;
        style = styles.get(style.basedOn);
      }
      return 0;
    },
  };
}

function levelOfName(name: string): number {
  if (/^title$/i.test(name)) return 1;
  const level = /^heading\s?([1-9])$/i.exec(name)?.[1];
  return level === undefined ? 0 : Number(level);
}

/** 0 to 8 are the levels of an outline, 9 is body text. */
export function levelOfOutline(value: string): number {
  const level = Number(value);
  return Number.isInteger(level) && level >= 0 && level < 9 && value !== '' ? level + 1 : 0;
}
