import { issueText, type Text } from '@weft/engine/graph';
import { z } from 'zod';

const MOST = 500;

/** What is wrong with an input, on one line in each language; a long list of it is cut. */
export function inputText(error: z.ZodError): Text {
  const en = z.prettifyError(error).replaceAll(/\s*\n\s*/g, ' ');
  const zh = error.issues.map((issue) => {
    const [place, said] = [issue.path.join('.'), issueText(issue).zh];
    return place === '' ? said : `${place}：${said}`;
  });
  return { en: en.slice(0, MOST), zh: zh.join('；').slice(0, MOST) };
}
