import { existsSync, readFileSync } from 'node:fs';
import { Rng } from '@weft/ml/onnx';

/** Public data lies beside the repository; where it is absent, texts are made up. */
const DATA = new URL('../../../../shared/data/xquad/', import.meta.url);

export interface ChunkingSettings {
  readonly megabytes: number;
  /** Times that the texts are cut in one round. */
  readonly passes: number;
  readonly size: number;
  readonly overlap: number;
}

export type Language = 'en' | 'zh';

/** Paragraphs of encyclopedia articles (XQuAD), or made-up ones of about the same length. */
export function paragraphs(language: Language): readonly string[] {
  const file = new URL(`xquad.${language}.json`, DATA);
  if (!existsSync(file)) return madeUp(language);
  const { data } = JSON.parse(readFileSync(file, 'utf8')) as {
    data: { paragraphs: { context: string }[] }[];
  };
  return data.flatMap((article) => article.paragraphs.map(({ context }) => context));
}

/** Documents of forty paragraphs each, many chunks long, until there are `megabytes` of UTF-8; paragraphs come again when they run out. */
export function documentsOf(language: Language, megabytes: number): string[] {
  const given = paragraphs(language);
  const documents: string[] = [];
  let bytes = 0;
  for (let at = 0; bytes < megabytes * 1e6; at += PARAGRAPHS) {
    const text = Array.from({ length: PARAGRAPHS }, (_, k) => given[(at + k) % given.length]!).join('\n\n');
    documents.push(text);
    bytes += Buffer.byteLength(text);
  }
  return documents;
}

export const megabytesOf = (documents: readonly string[]): number =>
  documents.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;

const PARAGRAPHS = 40;
const SYLLABLES = {
  en: 'ka ro mi ten sul ver pa lo an der ik stu'.split(' '),
  zh: '天地人山水火木金土日月星河云雨风'.split(''),
};

function madeUp(language: Language): string[] {
  const rng = Rng.seeded(1, language);
  const pick = () => SYLLABLES[language][rng.below(SYLLABLES[language].length)]!;
  const word = () => Array.from({ length: 1 + rng.below(3) }, pick).join('');
  const [space, stop] = language === 'en' ? [' ', '. '] : ['', '。'];
  const sentence = () => Array.from({ length: 8 + rng.below(14) }, word).join(space) + stop;
  return Array.from({ length: 240 }, () => Array.from({ length: 6 }, sentence).join(''));
}
