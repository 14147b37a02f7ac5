/**
 * What runs inside the sandbox before a person's code: it makes chance and time repeatable, and returns the functions
 * with which the host feeds rows in and takes results out. Written in JavaScript, since it is evaluated in there.
 *
 * It keeps its own references to the built-ins it uses and collects results in one string, so that code which bends
 * `JSON`, `Math` or the prototypes bends its own results at most.
 *
 * - `Math.random` starts anew at every row from the step's seed and the row's number: the same rows give the same
 *   numbers however they are cut into batches.
 * - `Date.now()` and `new Date()` always give 2000-01-01T00:00:00Z; the host's clock is fixed too, see the thread.
 * - `console.log` and its like keep their first lines for the step's log.
 */
export const GUEST_DRIVER = `(function (begin, seed) {
  'use strict';
  const { parse, stringify } = JSON;
  const { isArray } = Array;
  const toText = String;
  const imul = Math.imul;
  const MOST_LINES = 20, LONGEST_LINE = 500;

  // mulberry32: 32 bits of state are plenty for one row.
  let state = 0;
  Math.random = function random() {
    state = (state + 0x6d2b79f5) | 0;
    let t = imul(state ^ (state >>> 15), 1 | state);
    t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };

  let logged = '', lines = 0;
  function log(...values) {
    if (lines >= MOST_LINES) return;
    let line = '';
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      line += (i > 0 ? ' ' : '') + (typeof value === 'string' ? value : stringify(value) ?? toText(value));
    }
    logged += (lines++ > 0 ? ',' : '') + stringify(line.slice(0, LONGEST_LINE));
  }
  globalThis.console = { log, info: log, warn: log, error: log, debug: log };

  function reason(error) {
    try {
      // What the engine throws when there is no memory left even for an error.
      if (error === null) return '{"error":"threw null, as happens when it is out of memory","stack":""}';
      const named = typeof error === 'object' && error !== null && 'message' in error;
      const stack = named ? toText(error.stack) : '';
      return stringify({ error: named ? toText(error.name) + ': ' + toText(error.message) : toText(error), stack });
    } catch {
      return '{"error":"threw something that cannot be shown","stack":""}';
    }
  }

  function result(value) {
    if (value === null || value === undefined) return '[]';
    if (typeof value !== 'object') throw new TypeError('map returned a ' + typeof value + '; it must return a row, a list of rows, or null');
    if (typeof value.then === 'function') throw new TypeError('map may not be async');
    const text = stringify(isArray(value) ? value : [value]);
    if (typeof text !== 'string') throw new TypeError('map returned something that is no data');
    return text;
  }

  let rows = null, first = 0, results = '', map = null;
  return {
    load(json, at, userMap) {
      rows = parse(json);
      first = at;
      map = userMap;
    },
    // Runs the rows from one on; the host is told before each and may end the batch.
    run(from) {
      for (let i = from; i < rows.length; i++) {
        if (!begin(i)) return;
        state = imul(seed ^ imul(first + i + 1, 0x9e3779b1), 0x85ebca6b) ^ (first + i);
        let text;
        try {
          text = result(map(rows[i], first + i));
        } catch (error) {
          text = reason(error);
        }
        // A row may be large: let go of it as soon as it is done.
        rows[i] = null;
        results += (results === '' ? '' : ',') + '[' + i + ',' + text + ']';
      }
    },
    take() {
      return '{"results":[' + results + '],"logged":[' + logged + ']}';
    },
  };
})`;
