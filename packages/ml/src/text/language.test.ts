import { supportedLanguages, toISO2 } from 'tinyld';
import { describe, expect, test } from 'vitest';
import { guessLanguage, LANGUAGES } from './language.ts';

test.each([
  ['de', 'Der schnelle braune Fuchs springt über den faulen Hund und läuft in den Wald.'],
  ['es', 'El veloz zorro marrón salta sobre el perro perezoso y corre hacia el bosque.'],
  ['vi', 'Con cáo nâu nhanh nhẹn nhảy qua con chó lười biếng và chạy vào rừng.'],
  ['ru', 'Быстрая коричневая лиса прыгает через ленивую собаку и убегает в лес.'],
  ['uk', 'Швидка руда лисиця перестрибує через ледачого пса і тікає до лісу.'],
  ['el', 'Η γρήγορη καφέ αλεπού πηδά πάνω από τον τεμπέλη σκύλο.'],
  ['ar', 'الثعلب البني السريع يقفز فوق الكلب الكسول ويهرب إلى الغابة.'],
  ['fa', 'روباه قهوه‌ای سریع از روی سگ تنبل می‌پرد و به جنگل می‌رود.'],
  ['he', 'השועל החום המהיר קופץ מעל הכלב העצלן ורץ אל היער.'],
  ['hi', 'तेज़ भूरी लोमड़ी आलसी कुत्ते के ऊपर से कूदती है और जंगल में भाग जाती है।'],
  ['th', 'สุนัขจิ้งจอกสีน้ำตาลกระโดดข้ามสุนัขขี้เกียจ'],
  ['ta', 'வேகமான பழுப்பு நரி சோம்பேறி நாயின் மீது குதிக்கிறது.'],
  ['hy', 'Արագ շագանակագույն աղվեսը ցատկում է ծույլ շան վրայով։'],
  ['ja', '素早い茶色の狐がのろまな犬を飛び越える。'],
  ['ko', '빠른 갈색 여우가 게으른 개를 뛰어넘는다.'],
  ['zh', '敏捷的棕色狐狸跳过了懒惰的狗，跑进了森林。'],
])('tells %s', (language, text) => {
  expect(guessLanguage(text)).toBe(language);
});

describe('a text full of code words', () => {
  test('is in the language between them', () => {
    const text = `Set \`WEFT_DB_URL\` before you start \`weft worker --slots 4 --queue gpu\`. See
      https://example.org/api/v2/runs?id=7f3a for GET /runs/:id, { "kind": "int8", "shards": 16 } and the index_kv map.`;
    expect(guessLanguage(text)).toBe('en');
  });

  test('stays in its script where names of another stand in it', () => {
    expect(
      guessLanguage('Запустите weft worker и откройте Studio: конвейер начнёт индексировать документы.'),
    ).toBe('ru');
    expect(
      guessLanguage('The word Привет means hello, and 你好 does so too, says the teacher of the class.'),
    ).toBe('en');
  });
});

test.each([
  ['', ''],
  ['nothing but digits', '42 % 1999-12-31'],
  ['a few letters', 'GPU int8'],
  ['a script nobody here reads', 'ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ ᎠᏂᏴᏫᏯ ᎤᏂᏬᏂᎯᏍᏗ'],
])('%s tells no language', (_, text) => {
  expect(guessLanguage(text)).toBe('');
});

test('every language that the statistics know and ISO 639-1 has can be told', () => {
  // CJK is told by its script alone.
  const told = new Set([...Object.values(LANGUAGES).flatMap((codes) => codes.split(' ')), 'zh', 'ja', 'ko']);
  const known = supportedLanguages.map(toISO2).filter((code) => code.length === 2);
  expect([...told].toSorted()).toEqual([...new Set(known)].toSorted());
});
