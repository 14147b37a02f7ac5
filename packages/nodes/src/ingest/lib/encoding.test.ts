import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decodeText } from './encoding.ts';

const CHINESE = '机器学习是人工智能的一个分支，它让计算机从数据中学习。今天天气很好，我们去公园散步吧。';
const TRADITIONAL = '機器學習是人工智慧的一個分支，它讓電腦從資料中學習。今天天氣很好，我們去公園散步吧。';
const JAPANESE = '機械学習は人工知能の一分野です。今日は天気がいいので、公園へ散歩に行きましょう。';
const KOREAN = '기계 학습은 인공지능의 한 분야입니다. 오늘은 날씨가 좋아서 공원에 산책하러 갑니다.';
const FRENCH = 'Où est la bibliothèque ? Le café est fermé à côté de l’hôtel, près de la forêt.';
const RUSSIAN = 'Машинное обучение это раздел искусственного интеллекта. Сегодня хорошая погода.';

const withMark = (text: string, encoding: string): Uint8Array =>
  iconv.encode(text, encoding, { addBOM: true });

describe('decoding', () => {
  test.each([
    ['utf-8', Buffer.from(CHINESE), CHINESE],
    ['utf-8', withMark(CHINESE, 'utf-8'), CHINESE],
    ['utf-16le', withMark(CHINESE, 'utf-16le'), CHINESE],
    ['utf-16be', withMark(CHINESE, 'utf-16be'), CHINESE],
    ['utf-16le', iconv.encode(FRENCH, 'utf-16le'), FRENCH],
    ['utf-16be', iconv.encode(FRENCH, 'utf-16be'), FRENCH],
    ['utf-32le', withMark(CHINESE, 'utf-32le'), CHINESE],
    ['gb18030', iconv.encode(CHINESE, 'gb18030'), CHINESE],
    ['gb18030', iconv.encode('你好，世界', 'gb18030'), '你好，世界'],
    ['gb18030', iconv.encode('名称,价格\n苹果,3\n', 'gb18030'), '名称,价格\n苹果,3\n'],
    ['big5', iconv.encode('標題', 'big5'), '標題'],
    ['shift_jis', iconv.encode('日本語テスト', 'shift_jis'), '日本語テスト'],
    ['koi8-r', iconv.encode('Привет, мир', 'koi8-r'), 'Привет, мир'],
    ['big5', iconv.encode(TRADITIONAL, 'big5'), TRADITIONAL],
    ['shift_jis', iconv.encode(JAPANESE, 'shift_jis'), JAPANESE],
    ['euc-jp', iconv.encode(JAPANESE, 'euc-jp'), JAPANESE],
    ['euc-kr', iconv.encode(KOREAN, 'euc-kr'), KOREAN],
    ['windows-1252', iconv.encode(FRENCH, 'windows-1252'), FRENCH],
    ['windows-1252', iconv.encode('café', 'latin1'), 'café'],
    ['windows-1251', iconv.encode(RUSSIAN, 'windows-1251'), RUSSIAN],
  ])('reads %s (case %#)', (encoding, bytes, text) => {
    expect(decodeText(bytes)).toEqual({ text, encoding, invalid: 0 });
  });

  test('reports invalid bytes in a text that is otherwise UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from(CHINESE), Buffer.from([0xff, 0xe4]), Buffer.from(CHINESE)]);
    const { text, encoding, invalid } = decodeText(bytes);
    expect({ encoding, invalid }).toEqual({ encoding: 'utf-8', invalid: 2 });
    expect(text).toBe(`${CHINESE}\ufffd\ufffd${CHINESE}`);
  });

  test('does not take a U+FFFD that stands in the file for damage', () => {
    expect(decodeText(Buffer.from('a\ufffdb')).invalid).toBe(0);
  });

  test('believes a declared encoding unless the bytes are UTF-8', () => {
    const short = iconv.encode('あ', 'shift_jis');
    expect(decodeText(short, 'Shift_JIS').text).toBe('あ');
    expect(decodeText(Buffer.from('é'), 'iso-8859-1').text).toBe('é');
    expect(decodeText(Buffer.from('plain'), 'no-such-charset').text).toBe('plain');
  });

  test.each([
    [
      'a program',
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 62, 0, 1, 0, 0, 0]),
    ],
    [
      'an image',
      Buffer.from(
        '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0\x5c\x72\xa8\x66',
        'latin1',
      ),
    ],
    ['random bytes', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * i * 31 + i * 7919) % 251))],
    ['zero bytes', Buffer.alloc(1000)],
  ])('refuses %s', (_name, bytes) => {
    expect(() => decodeText(bytes)).toThrow(/text/);
  });
});
