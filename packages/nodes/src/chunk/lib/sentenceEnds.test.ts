import { describe, expect, test } from 'vitest';
import { growth, LINEAR } from '@weft/engine/testing/growth';
import { sentenceEnds } from './sentenceEnds.ts';

function sentences(text: string): string[] {
  let start = 0;
  return sentenceEnds(text).map((end) => {
    const sentence = text.slice(start, end);
    start = end;
    return sentence;
  });
}

/** Written with "|" where a sentence ends; the text itself is what remains without it. */
const CASES: Record<string, string> = {
  'a title before a name': 'Dr. Smith met Prof. J. R. R. Tolkien. |They talked.',
  'abbreviations inside a sentence': 'Bring tea, e.g. Earl Grey, i.e. the good one, cf. Fig. 3. |Thanks.',
  'an abbreviation that may end one': 'We left at 5 p.m. |It rained. |We met at 5 p.m. in the hall.',
  'decimals, versions and addresses': 'It costs 3.14 on www.example.com with v1.2.3. |Done.',
  'question and exclamation': 'Really?! |Yes! |No?',
  'speech that goes on': '"Why?" he asked. |"Go." |She went.',
  'an ellipsis as a pause and as an end': 'Well... maybe. |He lived… |Then he died.',
  'a spaced ellipsis': 'I am here to . . . submit. |Fine.',
  'Chinese marks': '今天天气很好。|我们去公园吧！|好吗？|可以；|走。',
  'Chinese quotes': '他说：“好。”|然后走了。|“真的吗？”，她问。',
  'nested Chinese quotes and brackets': '他说：“她喊：‘来！’”|（他没有听见。）|完。',
  'a Chinese ellipsis': '我不知道……|也许吧。',
  'a single ellipsis in Chinese': '嗯…也许吧。',
  'decimals in Chinese': '价格是3.5元，涨了1.2%。|很贵。',
  'full-width and Latin mixed': '他用了GPT-4.1模型。|It works. |很好。',
  Japanese: 'これは本です。|あれは「ペン。」|です。',
  'Devanagari and Arabic': 'नमस्ते। |आप कैसे हैं? |هل أنت؟ |نعم.',
  'hard-wrapped Latin text': 'A line that\ngoes on here. |Next one.',
  'a blank line': 'A heading\n\n|Then text',
  'a Chinese heading': '第一章 总则\n|第一条 为了规范',
  'list items': '1. First thing\n|2. Second thing. |More.\n|- third',
  'line ends of every kind': 'One.\r\n|Two.\r|Three.\n\n\n|Four',
};

describe('sentence ends', () => {
  test.each(Object.entries(CASES))('are found in %s', (_name, marked) => {
    expect(sentences(marked.replaceAll('|', ''))).toEqual(marked.split('|'));
  });

  test.each(['.', '"', '\n', ' \n', 'a. ', '!"', '. ', '… ', 'Dr.', '1. ', '……”', '.\u00a0,'])(
    'are found in linear time in a text of nothing but %j',
    (piece) => {
      expect(growth((count) => sentenceEnds(piece.repeat(count)), 10_000)).toBeLessThan(LINEAR);
    },
  );
});
