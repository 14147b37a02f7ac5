import { afterAll, describe, expect, test } from 'vitest';
import type { RowOutcome } from './sandbox.ts';
import { sandboxClient } from './sandboxClient.ts';

const sandbox = sandboxClient({ memoryMb: 32, batchCpuMs: 60_000 });
afterAll(() => sandbox.close());

interface Options {
  rows?: unknown[];
  at?: number;
  seed?: number;
  rowSteps?: number;
  mostOverspent?: number;
}

async function run(
  code: string,
  { rows = [{}], at = 0, seed = 1, rowSteps = 0.5, mostOverspent }: Options = {},
) {
  return await sandbox.run({
    code,
    rows: JSON.stringify(rows),
    count: rows.length,
    at,
    seed,
    rowSteps,
    mostOverspent,
  });
}
async function outcomes(code: string, options: Options = {}): Promise<readonly RowOutcome[]> {
  const reply = await run(code, options);
  if ('broken' in reply) throw new Error(reply.broken);
  return reply.outcomes;
}
/** What an expression is worth in the sandbox, as text; or the error it makes there. */
async function evaluate(expression: string): Promise<unknown> {
  const [outcome] = await outcomes(
    `function map(row) { let v; try { v = (${expression}); } catch (e) { v = 'threw ' + e; } return { v: v === undefined ? 'undefined' : typeof v === 'object' || typeof v === 'function' ? Object.prototype.toString.call(v) : String(v) }; }`,
  );
  return outcome && 'rows' in outcome ? (outcome.rows[0] as { v: unknown }).v : outcome?.error;
}

describe('nothing of the host can be reached', () => {
  const NAMES =
    'process require module exports Buffer global fetch XMLHttpRequest WebSocket Worker setTimeout setInterval ' +
    'setImmediate queueMicrotask WebAssembly navigator window self std os bjson print scriptArgs load read Deno Bun ' +
    'postMessage structuredClone importScripts performance crypto parentPort __dirname __loadScript gc begin parse';
  test('by any name', async () => {
    const code = `function map() { return { found: ${JSON.stringify(NAMES.split(' '))}.filter((name) => name in globalThis) }; }`;
    expect(await outcomes(code)).toEqual([{ row: 0, rows: [{ found: [] }] }]);
  });

  test.each([
    `this.constructor.constructor('return typeof process + typeof require')()`,
    `(function () { return this; })().constructor.constructor('return typeof process')()`,
    `Function('return typeof process')()`,
    `(async function () {}).constructor('return typeof process')().constructor.constructor('return typeof process')()`,
    `(function* () {}).constructor('yield typeof process')().next().value`,
    `(() => {}).constructor('return typeof process')()`,
    `[].map.constructor('return typeof process')()`,
    `\`\${[].constructor.constructor('return typeof process')()}\``,
    `row['const' + 'ructor']['const' + 'ructor']('return typeof process')()`,
    `Object.getPrototypeOf(async function () {}).constructor('return typeof process')().constructor.constructor('return typeof process')()`,
    `eval('typeof process')`,
    `(0, eval)('typeof require')`,
    `new Function('return typeof globalThis.process')()`,
    `Reflect.construct(Function, ['return typeof process'])()`,
    `Reflect.apply(Function, null, ['return typeof process'])()`,
    `new Proxy({}, { get: (_, k, r) => r.constructor }).constructor`,
    `(() => { try { null.x } catch (e) { return e.constructor.constructor('return typeof process')() } })()`,
    `console.log.constructor('return typeof process')()`,
    `Math.random.constructor('return typeof process')()`,
    `Object.getOwnPropertyDescriptor(Object.prototype, '__proto__').get.constructor('return typeof process')()`,
    `Symbol.iterator.constructor.constructor('return typeof process')()`,
    `Array.from({ length: 1, 0: Function('return typeof process') })[0]()`,
    `JSON.parse('{"__proto__":{"x":1}}').constructor.constructor('return typeof process')()`,
  ])('through %s', async (expression) => {
    expect(await evaluate(expression)).toMatch(
      /^(undefined|undefinedundefined|\[object Undefined\]|threw .*)$/,
    );
  });

  test.each([
    [`map.caller`, /threw TypeError|undefined|null/],
    [`arguments.callee.caller`, /threw TypeError|undefined|null/],
    [
      `(() => { Error.prepareStackTrace = (_, s) => s; const s = new Error().stack; return Array.isArray(s) ? s.map((c) => String(c.getFunction && c.getFunction())).join() : 'text'; })()`,
      /^(text|(undefined|null|,)*)$/,
    ],
    [
      `(() => { let found = 'none'; Object.defineProperty(Object.prototype, 'row', { set(v) { found = v; }, configurable: true }); return found; })()`,
      /none/,
    ],
    [`new Error().stack.includes('/') ? new Error().stack : 'no paths'`, /no paths/],
  ])('nor through the driver: %s', async (expression, expected) => {
    expect(await evaluate(expression)).toMatch(expected);
  });

  test.each([`import fs from 'node:fs';`, `export function map() {}`, `import.meta;`])(
    'modules are refused: %s',
    async (code) => {
      expect(await run(`${code}\nfunction map(row) { return row; }`)).toMatchObject({
        broken: expect.stringContaining('SyntaxError'),
      });
    },
  );

  test('a dynamic import comes to nothing', async () => {
    const code = `let found = 'nothing'; import('node:fs').then((m) => { found = m; }, (e) => { found = 'refused'; });
      function map() { return { found }; }`;
    expect(await outcomes(code)).toEqual([{ row: 0, rows: [{ found: 'nothing' }] }]);
  });

  test('bent built-ins stay inside: the next batch and the host see none of it', async () => {
    const code = `Object.prototype.polluted = 1; Array.prototype.push = () => 0; JSON.stringify = () => '"x"';
      JSON.parse = () => ({}); String = null; Math.imul = null; Array.isArray = () => true;
      function map(row) { row.__proto__.also = 1; return { ok: row.n }; }`;
    expect(await outcomes(code, { rows: [{ n: 1 }, { n: 2 }] })).toEqual([
      { row: 0, rows: [{ ok: 1 }] },
      { row: 1, rows: [{ ok: 2 }] },
    ]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(await evaluate(`({}).polluted`)).toBe('undefined');
    expect(
      await outcomes(`function map() { return JSON.parse('{"__proto__":{"polluted":1},"a":1}'); }`),
    ).toMatchObject([{ rows: [{ a: 1 }] }]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('results cannot be forged for another row', async () => {
    const code = `function map(row) { return { n: 1, toJSON() { return '],[1,[{"forged":true}]],[0,['; } }; }`;
    const found = await outcomes(code, { rows: [{}, {}] });
    expect(JSON.stringify(found)).not.toContain('"forged":true');
  });
});

describe('a row that goes wrong costs that row', () => {
  const BAD: Record<string, [string, RegExp]> = {
    'an endless loop': ['for (;;);', /^took more than 0.5 million steps$/],
    'an endless loop that catches everything': [
      'for (;;) { try { for (;;); } catch {} finally { continue; } }',
      /took more/,
    ],
    'a catastrophic pattern': [`/^(a+)+$/.test('a'.repeat(50) + 'b');`, /took more/],
    'endless recursion': ['(function f() { f(); })();', /stack overflow/],
    'endless recursion through a getter': [
      'const o = { get x() { return this.x; } }; o.x;',
      /stack overflow/,
    ],
    'endless recursion through toJSON': [
      'return { toJSON() { return { a: this }; } };',
      /stack overflow|circular|took more/,
    ],
    'a list without end': [
      'const a = []; for (;;) a.push(new Array(1000).fill(1));',
      /out of memory|took more/,
    ],
    'objects without end': ['let o = null; for (;;) o = { o };', /out of memory|took more/],
    'a string without end': [`let s = 'x'; for (;;) s += s;`, /string too long|out of memory|took more/],
    'a buffer without end': ['const a = []; for (;;) a.push(new ArrayBuffer(1 << 20));', /memory|took more/i],
    'one buffer larger than everything': [
      'new ArrayBuffer(2 ** 31);',
      /out of memory|invalid array|RangeError|took more/i,
    ],
    'memory that is caught and tried again': [
      'const a = []; for (;;) { try { for (;;) a.push(new Uint8Array(1 << 20)); } catch {} }',
      /took more|out of memory/,
    ],
    'a result that nests too deep': [
      'let o = {}; for (let i = 0; i < 20000; i++) o = { o }; return o;',
      /stack overflow|took more/,
    ],
    'source that nests too deep': [`eval('('.repeat(100000));`, /stack overflow/],
    'JSON that nests too deep': [`JSON.parse('['.repeat(100000));`, /stack overflow/],
    'a ring': ['const o = {}; o.o = o; return o;', /circular/],
    'a thrown error': [`throw new RangeError('no good');`, /^RangeError: no good$/],
    'a thrown nothing': ['throw undefined;', /^undefined$/],
    'a thrown trap': [`throw new Proxy({}, { get() { throw 1; }, has() { throw 1; } });`, /cannot be shown/],
    'an error whose words never end': ['throw { get message() { for (;;); } };', /took more/],
    'a promise': ['return Promise.resolve(row);', /may not be async/],
    'a number': ['return 5;', /returned a number/],
    'a big integer': ['return { n: 10n };', /BigInt/i],
    'a generator that never ends': [
      'return { list: [...(function* () { for (;;) yield 1; })()] };',
      /took more|out of memory/,
    ],
    'sorting without order': [
      'for (;;) Array.from({ length: 1000 }, (_, i) => i).sort(() => 1);',
      /took more/,
    ],
  };

  test.each(Object.entries(BAD))('%s', async (_name, [body, reason]) => {
    const code = `function map(row, index) { if (index === 1) { ${body} } return { index }; }`;
    const found = await outcomes(code, { rows: [{}, {}, {}] });
    expect(found).toEqual([
      { row: 0, rows: [{ index: 0 }] },
      expect.objectContaining({ row: 1, error: expect.stringMatching(reason) }),
      { row: 2, rows: [{ index: 2 }] },
    ]);
  });

  test('and says in which line', async () => {
    const code = `function helper(x) {\n  return x.y.z;\n}\nfunction map(row) {\n  return helper(row);\n}`;
    expect(await outcomes(code)).toEqual([{ row: 0, error: expect.stringMatching(/TypeError/), line: 2 }]);
  });

  test('after more rows without end than may fail, the rest of the batch is not run', async () => {
    const code = `function map(row, index) { if (index % 2 === 1) for (;;); return { index }; }`;
    const rows = Array.from({ length: 8 }, () => ({}));
    const over = 'took more than 0.5 million steps';
    const left = `not run: too many rows before it ${over}`;
    const found = await outcomes(code, { rows, mostOverspent: 2 });
    expect(found.map((outcome) => ('error' in outcome ? outcome.error : outcome.rows[0]))).toEqual([
      { index: 0 },
      over,
      { index: 2 },
      over,
      { index: 4 },
      over,
      left,
      left,
    ]);
  });

  test('a row that catches the interruption and goes on counts for nothing', async () => {
    const code = `function map(row, index) {
      if (index !== 1) return { index };
      return { list: new Proxy({}, { get() { for (;;); } }), toJSON() { try { this.list.x; } catch {} return { got: 'away' }; } };
    }`;
    expect(await outcomes(code, { rows: [{}, {}, {}] })).toEqual([
      { row: 0, rows: [{ index: 0 }] },
      { row: 1, error: 'took more than 0.5 million steps' },
      { row: 2, rows: [{ index: 2 }] },
    ]);
  });
});

describe('where a row is interrupted follows from the code alone', () => {
  const LOOPS: Record<string, string> = {
    'a loop': 'for (;;) n++;',
    calls: 'const f = (x) => x + 1; for (;;) n = f(n);',
    'a pattern': `for (;;) { n++; /^(a+)+$/.test('a'.repeat(16) + 'b'); }`,
    objects: 'for (let o = {}; ; n++) o = { a: [n, String(n)], b: o.a };',
    JSON: `for (;;) n += JSON.parse(JSON.stringify({ a: [1, { b: 'c' }] })).a[0];`,
    sorting:
      'for (;;) { n++; Array.from({ length: 100 }, (_, i) => (i * 7919) % 100).sort((a, b) => a - b); }',
  };
  test.each(Object.entries(LOOPS))('%s', async (_name, loop) => {
    const code = `let n = 0; function map(row, index) { if (index === 1) { ${loop} } return { n }; }`;
    const run = () => outcomes(code, { rows: [{}, {}, {}] });
    const first = await run();
    expect(first[1]).toMatchObject({ error: 'took more than 0.5 million steps' });
    expect(first[2]).toMatchObject({ rows: [{ n: expect.any(Number) }] });
    // Another engine in another thread, warm and cold code alike.
    const other = sandboxClient({ memoryMb: 32, batchCpuMs: 60_000 });
    const batch = { code, rows: '[{},{},{}]', count: 3, at: 0, seed: 1, rowSteps: 0.5 };
    expect([await run(), await other.run(batch)]).toEqual([first, { outcomes: first, logged: [] }]);
    await other.close();
  });

  test('and so does where memory ends', async () => {
    const code = `let n = 0; function map(row, index) { if (index === 1) { const a = []; for (;;) { a.push(new Uint8Array(1000 + n)); n++; } } return { n }; }`;
    const run = () => outcomes(code, { rows: [{}, {}, {}] });
    const first = await run();
    expect(first[1]).toMatchObject({ error: expect.stringContaining('out of memory') });
    expect(first[2]).toMatchObject({ rows: [{ n: expect.any(Number) }] });
    expect(await run()).toEqual(first);
  });
});

describe('what takes no steps and never ends is stopped by its processor time', () => {
  const outer = sandboxClient({ memoryMb: 32, batchCpuMs: 300 });
  afterAll(() => outer.close());
  const slow = `'a'.repeat(2e6).indexOf('a'.repeat(1e6) + 'b');`;

  test('and ends the attempt, naming the row, instead of costing it', async () => {
    const code = `function map(row, index) { if (index === 41) ${slow} return { index }; }`;
    const batch = { code, rows: '[{},{},{}]', count: 3, at: 40, seed: 1, rowSteps: 1 };
    await expect(outer.run(batch)).rejects.toMatchObject({
      kind: 'input',
      code: 'limit.cpu',
      message:
        'at row 41, the code needs more than 0.3 s of processor time; make the code do less per row, or raise cpu_seconds',
    });
  });

  test('or says that the code as a whole is too slow', async () => {
    const batch = { code: slow, rows: '[{}]', count: 1, at: 0, seed: 1, rowSteps: 1 };
    await expect(outer.run(batch)).rejects.toMatchObject({
      code: 'limit.cpu',
      message: expect.stringContaining('before the first row, the code needs more than 0.3 s'),
    });
  });
});

describe('code that is broken as a whole says so', () => {
  test.each([
    ['', /defines no function map/],
    ['const map = 5;', /defines no function map/],
    [`\n\nthrow new Error('at the top');`, /Error: at the top/],
    ['for (;;);', /took more than 0.5 million steps before the first row/],
    ['function map( {', /SyntaxError/],
    ['const a = []; for (;;) a.push(new ArrayBuffer(1 << 20));', /out of memory|took more/i],
  ])('%j', async (code, reason) => {
    expect(await run(code)).toMatchObject({ broken: expect.stringMatching(reason) });
  });

  test('checking never runs it', async () => {
    const hostile = `for (;;); function map(row: { n: number }): unknown { return row as never; }`;
    const checked = await sandbox.check(hostile);
    expect('code' in checked && checked.code.replaceAll(/ +/g, ' ')).toBe(
      'for (;;); function map(row ) { return row ; }',
    );
  });

  test.each([
    ['function map(row: any {\n}', { line: 1, column: 23 }],
    ['let a = 1;\nlet b: number = ;', { line: 2, column: 17 }],
    ['\tlet 中文 = ;', { line: 1, column: 11 }],
    ['enum A { B }', { line: 1, column: 1, message: 'TypeScript enum is not supported' }],
  ])('a syntax error has its place: %j', async (code, problem) => {
    expect(await sandbox.check(code)).toMatchObject({ problem });
  });
});

describe('chance and time are the same every time', () => {
  const code = `const r = Math.random; function map(row) { return { a: r(), b: Math.random(), now: Date.now(), day: new Date().toISOString(), hour: new Date(2020, 5, 1, 12).toISOString(), zone: new Date().getTimezoneOffset() }; }`;
  const values = async (options: Options) =>
    (await outcomes(code, options)).map((outcome) => ('rows' in outcome ? outcome.rows[0] : outcome));

  test('for a row and a seed, however the rows are cut into batches', async () => {
    const whole = await values({ rows: [{}, {}, {}, {}] });
    const parts = [...(await values({ rows: [{}] })), ...(await values({ rows: [{}, {}, {}], at: 1 }))];
    expect(parts).toEqual(whole);
    expect(new Set(whole.map((value) => (value as { a: number }).a)).size).toBe(4);
    expect(await values({ seed: 2 })).not.toEqual(whole.slice(0, 1));
    expect(whole[0]).toMatchObject({
      now: 946_684_800_000,
      day: '2000-01-01T00:00:00.000Z',
      hour: '2020-06-01T12:00:00.000Z',
      zone: 0,
    });
  });

  test('random numbers fill the unit interval', async () => {
    const found = await outcomes(
      `function map() { return { sum: Array.from({ length: 1000 }, Math.random).reduce((a, b) => a + b) }; }`,
    );
    const { sum } = (found[0] as unknown as { rows: { sum: number }[] }).rows[0]!;
    expect(sum).toBeGreaterThan(460);
    expect(sum).toBeLessThan(540);
  });
});

test('console lines are kept, the first of them and not without end', async () => {
  const reply = await run(`function map(row) { console.log('row', row, 'x'.repeat(1000)); return row; }`, {
    rows: Array(30).fill({ n: 1 }),
  });
  const { logged } = reply as unknown as { logged: string[] };
  expect(logged).toHaveLength(20);
  expect(logged[0]).toMatch(/^row \{"n":1\} x+$/);
  expect(logged[0]).toHaveLength(500);
});
