import { basename, resolve, win32 } from 'node:path';
import { expect, test } from 'vitest';
import { hostileNames } from '../../testing/hostileNames.ts';
import { formatUpload, parseUpload, uploadPath } from './place.ts';
import { safeName } from './safeName.ts';

const HASH = 'ab'.repeat(32);

test('an ordinary name stays as it is, in any script', () => {
  for (const name of ['train.csv', '训练数据.jsonl', 'Über uns (2).md', 'a b-c_d.tar.gz', 'README'])
    expect(safeName(name)).toBe(name.replaceAll(/[()]/g, '_'));
});

test('no name leaves its folder, hides, is a device or grows beyond bounds', () => {
  const names = hostileNames();
  expect(names.length).toBeGreaterThan(500);
  for (const name of names) {
    const safe = safeName(name);
    expect(safe).toMatch(/^[\p{L}\p{N}_][\p{L}\p{M}\p{N} ._-]*$/u);
    expect([basename(safe), win32.basename(safe)]).toEqual([safe, safe]);
    expect(safe).not.toMatch(/[. ]$/);
    expect(safe).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$| )/i);
    expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(100);
    const place = uploadPath('fs:/data/store', { hash: HASH, name });
    expect(resolve(place)).toBe(`/data/store/named/${HASH}/${safe}`);
    // Names that were cleaned once need no more of it.
    expect(safeName(safe)).toBe(safe);
  }
});

test('the ending stays, however long the name', () => {
  expect(safeName(`${'很长'.repeat(200)}.parquet`)).toMatch(/^很长.*\.parquet$/);
  expect(safeName('/tmp/x/y.CSV')).toBe('y.CSV');
});

test('a param that names an upload is read back as it was written', () => {
  for (const name of ['a.csv', 'a/b#c?d%2e.csv', '文件 (1).md'])
    expect(parseUpload(formatUpload({ hash: HASH, name }))).toEqual({ hash: HASH, name });
  for (const text of [
    '',
    'upload:',
    `upload:${HASH}`,
    `upload:${HASH}/`,
    `upload:${HASH.toUpperCase()}/a`,
    `upload:../${HASH}/a`,
    `Upload:${HASH}/a`,
    ` upload:${HASH}/a`,
    `upload:${HASH}/a\0b`,
    `upload:${HASH}/\ud800`,
    'file:///etc/passwd',
  ])
    expect(parseUpload(text)).toBeNull();
});
