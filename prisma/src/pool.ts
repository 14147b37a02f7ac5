/** Connections to PostgreSQL with Weft's manners. */
import pg from 'pg';

export interface PoolOptions {
  url: string;
  /** Shown in pg_stat_activity, so that "who holds this lock?" has an answer. Default `weft`. */
  applicationName?: string;
  /** Most connections at a time, default 10. The embedded server allows 200 over all processes. */
  max?: number;
  /** Ends a statement that takes longer, in ms. Default 0: none, as migrations and exports are long. */
  statementTimeoutMs?: number;
  /** Ends a session that sits in an open transaction this long, in ms; it would block others. Default 60 s. */
  idleInTransactionTimeoutMs?: number;
  /** Hears about connections that broke while nobody waited for an answer. Default: nobody needs to. */
  onConnectionError?: (error: Error) => void;
}

/**
 * A pool whose broken connections never end the process: the next query gets a fresh connection, or the error.
 *
 * Values: int8 is a bigint, always (as in Prisma; write `count(*)::int` where a number is wanted), numeric is a
 * string, timestamptz and timestamp are Dates in UTC, date is a string `YYYY-MM-DD`, jsonb is parsed.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const { url, applicationName = 'weft', max = 10, onConnectionError = () => {} } = options;
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: options.statementTimeoutMs ?? 0,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 60_000,
    types: valueParsers,
  });
  pool.on('error', onConnectionError);
  // The pool listens to idle clients only. One that is checked out and between two queries when the server
  // dies emits its error to nobody, and Node ends a process for that.
  pool.on('connect', (client) => client.on('error', onConnectionError));
  return pool;
}

const { builtins: TYPE } = pg.types;
const INT8_ARRAY = 1016;
const TIMESTAMP_ARRAY = 1115;
const DATE_ARRAY = 1182;
const TEXT_ARRAY = 1009;

/** Per pool, as parsers set on the module would change every other user of pg in the process. */
export const valueParsers = new pg.TypeOverrides();

const textArray = pg.types.getTypeParser(TEXT_ARRAY as number, 'text') as (text: string) => (string | null)[];
const arrayOf = (parse: (text: string) => unknown) => (text: string) =>
  textArray(text).map((item) => (item === null ? null : parse(item)));

/** pg reads a timestamp without zone in the machine's zone; ours are UTC wherever they are read. */
const utcTimestamp = (text: string) => parseTimestamptz(`${text}+00`);
const parseTimestamptz = pg.types.getTypeParser(TYPE.TIMESTAMPTZ, 'text') as (text: string) => unknown;

valueParsers.setTypeParser(TYPE.INT8, 'text', BigInt);
valueParsers.setTypeParser(INT8_ARRAY, 'text', arrayOf(BigInt));
valueParsers.setTypeParser(TYPE.TIMESTAMP, 'text', utcTimestamp);
valueParsers.setTypeParser(TIMESTAMP_ARRAY, 'text', arrayOf(utcTimestamp));
valueParsers.setTypeParser(TYPE.DATE, 'text', (text: string) => text);
valueParsers.setTypeParser(
  DATE_ARRAY,
  'text',
  arrayOf((text) => text),
);
