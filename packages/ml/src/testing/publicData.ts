import { existsSync, readFileSync } from 'node:fs';

/** Public data sets for tests and benches lie beside the repository; the project itself ships only data it made. */
const ROOT = new URL('../../../../../shared/data/', import.meta.url);

/**
 * The text of a public data file, or undefined when it is not there: a test then skips and says so. Where CI is set
 * it must be there.
 */
export function publicData(path: string): string | undefined {
  const file = new URL(path, ROOT);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  if (process.env['CI'] === 'true')
    throw new Error(`the public data file ${path} is missing; put it into shared/data beside the repository`);
  return undefined;
}

export interface XquadQuestion {
  readonly question: string;
  /** Number of the paragraph that answers it. */
  readonly paragraph: number;
}
export interface Xquad {
  readonly paragraphs: readonly string[];
  readonly questions: readonly XquadQuestion[];
}

interface XquadJson {
  data: { paragraphs: { context: string; qas: { question: string }[] }[] }[];
}

/** XQuAD (Artetxe et al. 2020): 240 paragraphs and 1,190 questions, each answered by one of them. */
export function xquad(language: 'en' | 'zh'): Xquad | undefined {
  const json = publicData(`xquad/xquad.${language}.json`);
  if (json === undefined) return undefined;
  const paragraphs = (JSON.parse(json) as XquadJson).data.flatMap((article) => article.paragraphs);
  return {
    paragraphs: paragraphs.map(({ context }) => context),
    questions: paragraphs.flatMap(({ qas }, paragraph) =>
      qas.map(({ question }) => ({ question, paragraph })),
    ),
  };
}

/** Share of the questions whose own paragraph comes first. */
export function recallAt1(
  data: Xquad,
  search: (question: string) => readonly { readonly row: number }[],
): number {
  const right = data.questions.filter(({ question, paragraph }) => search(question)[0]?.row === paragraph);
  return right.length / data.questions.length;
}
