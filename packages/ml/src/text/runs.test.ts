import { describe, expect, it } from 'vitest';
import { normalizeText } from './normalize.ts';
import { runsOf } from './runs.ts';

const texts = (text: string): string[] => runsOf(text).map((run) => run.text);

describe('normalizeText', () => {
  it('folds compatibility forms and case', () => {
    expect(normalizeText('ﬁne ＡＢＣ ① ÉCOLE')).toBe('fine abc 1 école');
    expect(normalizeText('Plain ASCII')).toBe('plain ascii');
  });

  it('is the same for composed and decomposed letters, and stays the same when repeated', () => {
    expect(normalizeText('e\u0301')).toBe(normalizeText('\u00e9'));
    const once = normalizeText('İstanbul ǅ ½');
    expect(normalizeText(once)).toBe(once);
  });
});

describe('runsOf', () => {
  it('cuts English at everything that is neither letter nor digit', () => {
    expect(texts("Luther's 95 theses, (1517)!")).toEqual(['luther', 's', '95', 'theses', '1517']);
  });

  it('separates Chinese from the Latin words inside it', () => {
    expect(runsOf('第50届Super Bowl超级碗').map((run) => [run.text, run.unspaced])).toEqual([
      ['第', true],
      ['50', false],
      ['届', true],
      ['super', false],
      ['bowl', false],
      ['超级碗', true],
    ]);
  });

  it('treats kana and Thai as written without spaces, and keeps combining marks with their letters', () => {
    expect(runsOf('スーパー ภาษาไทย हिन्दी').map((run) => run.unspaced)).toEqual([true, true, false]);
    expect(texts('हिन्दी')).toEqual(['हिन्दी']);
  });

  it('gives offsets into the text as it was written', () => {
    const text = 'A ﬁne ½ 图书馆!';
    for (const run of runsOf(text)) expect(normalizeText(text.slice(run.start, run.end))).toContain(run.text);
    expect(runsOf(text).map((run) => [run.text, run.start, run.end])).toEqual([
      ['a', 0, 1],
      ['fine', 2, 5],
      ['1', 6, 7],
      ['2', 6, 7],
      ['图书馆', 8, 11],
    ]);
  });

  it('finds nothing in empty text, punctuation and lone surrogates', () => {
    expect(texts('')).toEqual([]);
    expect(texts(' …—。！ \ud800 ')).toEqual([]);
  });
});
