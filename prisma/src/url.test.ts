import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDatabaseUrl } from './url.ts';

describe('parseDatabaseUrl', () => {
  it('takes what PostgreSQL takes, and shows it without the password', () => {
    const shown = (text: string) => parseDatabaseUrl(text).shown;
    expect(shown('postgresql://ann:secret@db.example:5433/weft')).toBe(
      'postgresql://ann@db.example:5433/weft',
    );
    expect(shown(' postgres://ann:s%23@[::1]/weft?sslmode=require ')).toBe('postgresql://ann@[::1]/weft');
    expect(shown('postgresql://ann:secret@/weft?host=/run/postgresql')).toBe(
      'postgresql://ann@/run/postgresql/weft',
    );
    expect(shown('postgresql://localhost/weft?schema=public')).toBe('postgresql://localhost/weft');
    expect(parseDatabaseUrl('postgresql://h/my%20db').database).toBe('my db');
  });

  it.each([
    ['', 'is empty'],
    ['localhost:5432/weft', 'does not begin with postgresql://'],
    ['mysql://h/weft', 'is for "mysql"'],
    ['postgresql://ann:se#cret@h/weft', 'percent-encoded'],
    ['postgresql://h', 'names no database'],
    ['postgresql://h/', 'names no database'],
    ['postgresql://h/a/b', 'second "/"'],
    ['postgresql:///weft', 'names no host'],
    ['postgresql://ann:pw@/weft', 'names no host'],
    ['postgresql://ann:12/34@h', 'percent-encoded'],
    ['postgresql://h/100%', 'two hex digits'],
    ['postgresql://h/weft?schema=other', 'schema "other"'],
  ])('says what is wrong with %j', (text, reason) => {
    expect(() => parseDatabaseUrl(text)).toThrow(reason);
    expect(() => parseDatabaseUrl(text)).toThrow(/^DATABASE_URL .* It looks like postgresql:\/\//);
  });

  it('never repeats a password, whatever is wrong', () => {
    const part = fc.string({ minLength: 6, unit: 'grapheme' });
    const password = fc.oneof(
      part.map((text) => `pw-${text}`),
      part.map((text) => `12/pw-${text}`),
    );
    const rest = fc.constantFrom(
      '@h/weft',
      '@h',
      '@',
      '/',
      '@h/a/b',
      '@h:port/x',
      '@h/x?schema=y',
      '',
      '@h/%',
    );
    fc.assert(
      fc.property(password, rest, (secret, end) => {
        // Without an "@" it is no password: 12 is the port and pw-… the database.
        fc.pre(secret.startsWith('pw-') || end.includes('@'));
        const told = [];
        try {
          told.push(parseDatabaseUrl(`postgresql://ann:${secret}${end}`).shown);
        } catch (error) {
          told.push((error as Error).message);
        }
        expect(told[0]).not.toContain('pw-');
      }),
    );
  });
});
