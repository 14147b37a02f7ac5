import { MOST_JSON_DEPTH, nestsTooDeep } from './jsonDepth.ts';
import type { RawRecord, RecordLimits, RecordSource } from './records.ts';
import type { TextFile } from './textFile.ts';

/** A file of one JSON object per line as records. Columns are all keys, in the order in which they first appear. */
export function jsonlSource(file: TextFile, limits: RecordLimits): RecordSource {
  const columns: string[] = [];
  const index = new Map<string, number>();

  function record(line: number, text: string): RawRecord {
    const parsed = parseLine(text);
    if ('reason' in parsed) return { line, ...parsed };
    const values: unknown[] = [];
    for (const [key, value] of Object.entries(parsed.object)) {
      if (key === '__proto__') return { line, reason: 'the key "__proto__" cannot be a column' };
      let at = index.get(key);
      if (at === undefined) {
        if (columns.length >= limits.columns)
          return { line, reason: `the file has more than ${limits.columns} keys` };
        at = columns.length;
        index.set(key, at);
        columns.push(key);
      }
      values[at] = value;
    }
    return { line, values };
  }

  async function* batches(): AsyncGenerator<RawRecord[]> {
    let rest = '';
    let lost = false;
    let line = 0;
    const read = (text: string): RawRecord[] => {
      line++;
      if (lost) {
        lost = false;
        return [{ line, reason: `the line is longer than ${limits.rowChars} characters` }];
      }
      return text.trim() === '' ? [] : [record(line, text)];
    };
    for await (const { text, damaged } of file.chunks()) {
      const records: RawRecord[] = [];
      let start = 0;
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
        const whole = rest + text.slice(start, end);
        rest = '';
        if (whole.length > limits.rowChars) lost = true;
        if (damaged && !lost && whole.includes('\ufffd'))
          records.push({ line: ++line, reason: `holds bytes that are not valid ${file.encoding}` });
        else records.push(...read(whole));
        start = end + 1;
      }
      rest += text.slice(start);
      if (rest.length > limits.rowChars) {
        lost = true;
        rest = '';
      }
      yield records;
    }
    if (rest !== '' || lost) yield read(rest);
  }
  return { columns, textual: false, place: 'line', batches };
}

function parseLine(text: string): { object: object } | { reason: string } {
  if (nestsTooDeep(text)) return { reason: `nests more than ${MOST_JSON_DEPTH} levels` };
  try {
    const value = JSON.parse(text, /\d{16}|[eE]\d{3}/.test(text) ? keepBigNumbers : undefined) as unknown;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { reason: 'is no JSON object' };
    return { object: value };
  } catch (error) {
    return { reason: `is not valid JSON: ${(error as Error).message.slice(0, 200)}` };
  }
}

/** A number that a JavaScript number cannot hold stays as it is written: ids are not rounded in silence. */
function keepBigNumbers(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (
    typeof value !== 'number' ||
    (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)))
  )
    return value;
  return context?.source ?? value;
}
