import { issueText, type Text } from '@weft/engine/graph';
import type { z } from 'zod';

const MOST = 500;

/** What is wrong with an input, on one line in each language: each place with what it refuses. A long list is cut. */
export function inputText({ issues }: z.ZodError): Text {
  const told = issues.map((issue): Text => {
    const [place, { en, zh }] = [issue.path.join('.'), issueText(issue)];
    return place === '' ? { en, zh } : { en: `${place}: ${en}`, zh: `${place}：${zh}` };
  });
  const [en, zh] = [told.map((text) => text.en).join('; '), told.map((text) => text.zh).join('；')];
  return { en: en.slice(0, MOST), zh: zh.slice(0, MOST) };
}
