/** Reading DATABASE_URL: either a connection string that can work, or a sentence that says what is wrong. */

export interface DatabaseUrl {
  /** The connection string as given. Holds the password: never log it. */
  url: string;
  /** The same without password and query, for logs and error messages. */
  shown: string;
  database: string;
}

const UNENCODED =
  'cannot be read. Characters such as / # ? @ : in a password must be percent-encoded (# is %23)';
const NO_HOST = 'none.invalid';
const EXAMPLE = 'postgresql://user:password@host:5432/database';

/**
 * @throws an error that never holds the password, nor any part of a text that could not be read
 */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  const url = text.trim();
  // A socket is named by ?host=, and the place of the host is empty then, which a URL may not have.
  const parsed = URL.parse(url.replace(/^(\w+:\/\/[^/?#]*@)\//, `$1${NO_HOST}/`));
  if (url === '') throw wrong('is empty');
  if (!/^[a-z+]+:\/\//i.test(url)) throw wrong('does not begin with postgresql://');
  if (!/^postgres(ql)?:/i.test(url))
    throw wrong(`is for "${url.slice(0, url.indexOf(':'))}"; Weft needs PostgreSQL`);
  if (!parsed) throw wrong(UNENCODED);
  // A password with / or # in it ends the host early, and the "@" that follows shows up here.
  if (/[@#]/.test(parsed.pathname + parsed.search + parsed.hash)) throw wrong(UNENCODED);
  const database = decode(parsed.pathname.slice(1));
  if (database === '') throw wrong('names no database after the host');
  if (database.includes('/')) throw wrong('has a second "/" after the host, where only the database belongs');
  const socket = parsed.searchParams.get('host');
  const hasHost = parsed.hostname !== '' && parsed.hostname !== NO_HOST;
  if (!hasHost && !socket) throw wrong('names no host');
  const schema = parsed.searchParams.get('schema');
  if (schema !== null && schema !== 'public') {
    throw wrong(
      `asks for schema "${schema}"; Weft keeps its tables in "public". Give it a database of its own`,
    );
  }
  const user = parsed.username === '' ? '' : `${parsed.username}@`;
  const host = socket ?? parsed.host;
  return { url, shown: `postgresql://${user}${host}/${parsed.pathname.slice(1)}`, database };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrong('has a "%" in the database name that is not followed by two hex digits');
  }
}

const wrong = (what: string) => new Error(`DATABASE_URL ${what}. It looks like ${EXAMPLE}.`);
