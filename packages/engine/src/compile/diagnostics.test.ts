import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { z } from 'zod';
import {
  defineNode,
  DIAGNOSTIC_CODES,
  DOCUMENT_LIMITS,
  documentTroubles,
  index,
  model,
  parseDocument,
  readDocument,
  report,
  specRegistry,
  table,
  wordsOf,
  type Diagnostic,
  type Ports,
} from '../graph/index.ts';
import { edgesOf, nodesOf, readLive } from '../live/index.ts';
import { graph } from '../testing/graphBuilder.ts';
import { registry } from '../testing/stubNodes.ts';
import { compile } from './compile.ts';
import { select, type Selection } from './subplan.ts';

const node = (type: string, ports: { inputs?: Ports; outputs?: Ports }) =>
  defineNode({
    type,
    version: 1,
    stage: 'control',
    title: { en: type, zh: type },
    description: { en: '', zh: '' },
    inputs: ports.inputs ?? {},
    outputs: ports.outputs ?? {},
    params: z.object({}),
    shape: 'task',
    purity: 'pure',
  });
const given = node('given', {
  outputs: {
    closed: { type: table({ n: 'string' }, { open: false }) },
    model: { type: model('ranking') },
    report: { type: report('speed') },
    index: { type: index() },
  },
});
const taken = node('taken', {
  inputs: {
    text: { type: table({ text: 'string' }) },
    float: { type: table({ n: 'float' }) },
    model: { type: model('classification') },
    report: { type: report('accuracy') },
  },
});
const specs = specRegistry([...registry.list(), given, taken]);

type Sketch = Parameters<typeof graph>[0];
const compiled = (nodes: Sketch) => compile(graph(nodes), specs).diagnostics;
/** Nodes and edges as a file has them. */
const file = (parts: object) => ({ format: 'weft.document', formatVersion: 1, nodes: {}, ...parts });
const read = (parts: object) => {
  const { document, diagnostics } = readDocument(file(parts));
  return document === null ? diagnostics : compile(document, specs).diagnostics;
};
const live = (write: (doc: Y.Doc) => void) => {
  const doc = new Y.Doc();
  write(doc);
  return readLive(doc).troubles;
};
const chosen = (selection: Selection) => {
  const { plan } = compile(graph({ a: { type: 'stub.source' }, b: { type: 'stub.source' } }), specs);
  return select(plan!, selection).diagnostics;
};
const wired = (port: string, from: string) => () =>
  compiled({ g: { type: 'given' }, t: { type: 'taken', in: { [port]: `g.${from}` } } });
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, { type: 'stub.noop' }]));

const cases: Record<string, () => readonly Diagnostic[]> = {
  'text that is no JSON': () => parseDocument('{\n  "format": ,\n}').diagnostics,
  'text that ends early': () => parseDocument('{').diagnostics,
  'a newer format': () => read({ formatVersion: 9 }),
  'a list': () => readDocument([]).diagnostics,
  'a misspelt field': () => read({ edgs: {} }),
  'a misspelt field of a node': () => read({ nodes: { a: { type: 'stub.noop', colour: 'red' } } }),
  'an id that is none': () => read({ nodes: { '../x': { type: 'stub.noop' } } }),
  'an end that is none': () => read({ edges: { e: { from: 'a', to: 'b.rows' } } }),
  'too many nodes': () => read({ nodes: many(DOCUMENT_LIMITS.nodes + 1) }),
  'too many levels': () => [documentTroubles.tooDeep(100)],
  'no nodes': () => read({}),
  'an unknown type like a known one': () => compiled({ a: { type: 'stub.sorce' } }),
  'an unknown type': () => compiled({ a: { type: 'something.else.entirely' } }),
  'an unknown version': () => read({ nodes: { a: { type: 'stub.noop', version: 99 } } }),
  'an unknown param': () => compiled({ a: { type: 'stub.source', params: { far: 1, cuont: 2 } } }),
  'a param of the wrong type': () => compiled({ a: { type: 'stub.source', params: { count: 'x' } } }),
  'an unknown param of a node without any': () => compiled({ a: { type: 'given', params: { x: 1 } } }),
  'a wire from nowhere': () => compiled({ a: { type: 'stub.double', in: { rows: 'gone.rows' } } }),
  'a wire from an unknown port': () =>
    compiled({ a: { type: 'stub.source' }, b: { type: 'stub.double', in: { rows: 'a.odd' } } }),
  'a wire to an unknown port': () =>
    compiled({ a: { type: 'stub.source' }, b: { type: 'stub.source', in: { odd: 'a.rows' } } }),
  'a wire of another kind': wired('text', 'index'),
  'a table without the column': wired('text', 'closed'),
  'a column of another type': wired('float', 'closed'),
  'a model of another task': wired('model', 'model'),
  'a report about something else': wired('report', 'report'),
  'two wires between the same ports': () =>
    read({
      nodes: { a: { type: 'stub.source' }, b: { type: 'stub.sum' } },
      edges: { x: { from: 'a.rows', to: 'b.rows' }, y: { from: 'a.rows', to: 'b.rows' } },
    }),
  'two wires where one goes': () =>
    compiled({
      a: { type: 'stub.source' },
      b: { type: 'stub.source' },
      c: { type: 'stub.double', in: { rows: ['a.rows', 'b.rows'] } },
    }),
  'an input without a wire': () => compiled({ a: { type: 'stub.double' } }),
  'a circle': () =>
    compiled({
      a: { type: 'stub.double', in: { rows: 'b.rows' } },
      b: { type: 'stub.double', in: { rows: 'a.rows' } },
    }),
  'an unknown node': () => chosen({ only: 'somewhere-else' }),
  'a node that is not needed': () => chosen({ only: 'a', from: 'b' }),
  'a live node that is none': () => live((doc) => (nodesOf(doc) as Y.Map<unknown>).set('a', 'text')),
  'a live node with an id that is none': () => live((doc) => nodesOf(doc).set('../x', new Y.Map())),
  'a live node without a type': () => live((doc) => nodesOf(doc).set('a', new Y.Map())),
  'a live wire that is none': () => live((doc) => edgesOf(doc).set('e', { from: 'nowhere' })),
  'a live wire with an id that is none': () =>
    live((doc) => edgesOf(doc).set('', { from: 'a.b', to: 'c.d' })),
};

const HAN = /[\u4e00-\u9fff]/;

test.each(Object.entries(cases))('%s is told in both languages', (_, produce) => {
  const diagnostics = produce();
  expect(diagnostics).not.toEqual([]);
  for (const each of diagnostics) {
    const { message, help } = wordsOf(each, 'en');
    const zh = wordsOf(each, 'zh');
    for (const text of [message, help]) expect(text).toMatch(/^[^\u4e00-\u9fff]+$/);
    for (const text of [zh.message, zh.help]) expect(text).toMatch(HAN);
    for (const text of [message, help, zh.message, zh.help])
      expect(text).not.toMatch(/(?<!received )undefined|object Object/);
    // Whatever is named in one language is named in the other.
    const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name);
    if (each.code !== 'document.not_json')
      expect(new Set(names(zh.message, /“([^”]*)”/g))).toEqual(new Set(names(message, /"([^"]*)"/g)));
  }
});

test('the cases above are all there are; --set has its own test', () => {
  const told = new Set(Object.values(cases).flatMap((produce) => produce().map(({ code }) => code)));
  expect(DIAGNOSTIC_CODES.filter((code) => !told.has(code))).toEqual(['set.unknown_param']);
});
