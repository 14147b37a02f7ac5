import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

/**
 * An executor that says whatever a test wants, right or wrong. WEFT_STRANGE_HELLO changes its greeting; the `does` param
 * of a step chooses how it lies.
 */
interface Execute {
  readonly type: string;
  readonly params: { readonly does: string; readonly about: string };
  readonly store: { read: string; write: string };
  readonly inputs: Record<string, { hash: string; bytes: number }[]>;
}

const socket = new Socket({ fd: 3, readable: true, writable: true });
socket.on('close', () => process.exit(0));
const say = (message: unknown) => void socket.write(`${JSON.stringify(message)}\n`);
const sha256 = (bytes: string) => createHash('sha256').update(bytes).digest('hex');

function stage(step: Execute, name: string, content: string): void {
  const folder = step.store.write.slice('fs:'.length);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), content);
}

/** Files of a blob, really staged. */
function blob(step: Execute, files: Record<string, { hash: string; bytes: number }>, kind = 'blob') {
  const manifest = JSON.stringify({ files, kind, weft: 'files' });
  stage(step, sha256(manifest), manifest);
  const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, manifest.length);
  return { hash: sha256(manifest), kind: 'blob', bytes };
}

function file(step: Execute, content: string) {
  stage(step, sha256(content), content);
  return { hash: sha256(content), bytes: content.length };
}

const done = (outputs: unknown, more: object = {}) => ({ status: 'done', result: { outputs, ...more } });

const LIES: Readonly<Record<string, (step: Execute) => unknown>> = {
  truth: (step) => done({ out: blob(step, { 'a.txt': file(step, `honest ${step.params.about}`) }) }),
  spaceship: () => done({ out: { kind: 'spaceship', hash: 'not-a-hash', bytes: -7 } }),
  'names bytes it never had': (step) => done({ out: { kind: 'blob', hash: step.params.about, bytes: 5 } }),
  'lists a file it never had': (step) => {
    const [hash, bytes] = step.params.about.split(' ');
    return done({ out: blob(step, { 'stolen.bin': { hash: hash!, bytes: Number(bytes) } }) });
  },
  'passes on a file it was given': (step) => {
    const [hash, bytes] = step.params.about.split(' ');
    return done({ out: blob(step, { 'given.txt': { hash: hash!, bytes: Number(bytes) } }) });
  },
  'stages other bytes under the hash': (step) => {
    const hash = sha256('the truth');
    stage(step, hash, 'the lies!');
    return done({ out: blob(step, { 'a.txt': { hash, bytes: 9 } }) });
  },
  'claims another size': (step) => {
    const out = blob(step, { 'a.txt': file(step, 'abc') });
    return done({ out: { ...out, bytes: out.bytes + 1 } });
  },
  'claims another size of a file': (step) =>
    done({ out: blob(step, { 'a.txt': { ...file(step, 'abc'), bytes: 2 } }) }),
  'stages a symbolic link': (step) => {
    const [path, hash, bytes] = step.params.about.split(' ');
    const folder = step.store.write.slice('fs:'.length);
    mkdirSync(folder, { recursive: true });
    symlinkSync(path!, join(folder, hash!));
    return done({ out: blob(step, { 'a.txt': { hash: hash!, bytes: Number(bytes) } }) });
  },
  'stages a hard link': (step) => {
    const [path, hash, bytes] = step.params.about.split(' ');
    const folder = step.store.write.slice('fs:'.length);
    mkdirSync(folder, { recursive: true });
    linkSync(path!, join(folder, hash!));
    return done({ out: blob(step, { 'a.txt': { hash: hash!, bytes: Number(bytes) } }) });
  },
  'stages a manifest of another kind': (step) => done({ out: blob(step, {}, 'model') }),
  'lists a path that climbs': (step) => done({ out: blob(step, { '../../evil': file(step, 'abc') }) }),
  'gives no outputs': () => done({}),
  'gives a port that is not there': (step) => {
    const out = blob(step, {});
    return done({ out, constructor: out });
  },
  'names a metric with a line break': (step) => done({ out: blob(step, {}) }, { metrics: { 'a\nb': 1 } }),
  'measures infinity': (step) => done({ out: blob(step, {}) }, { metrics: { loss: 'Infinity' } }),
  'publishes what it does not give': (step) =>
    done(
      { out: blob(step, {}) },
      {
        publications: [
          { name: 'evil', artifact: { kind: 'blob', hash: 'a'.repeat(64), bytes: 1 }, card: {} },
        ],
      },
    ),
  'publishes under a path': (step) => {
    const out = blob(step, {});
    return done({ out }, { publications: [{ name: '../evil', artifact: out, card: {} }] });
  },
  'asks without being a gate': () => ({ status: 'asked', question: { text: 'password?' } }),
  'invents an outcome': () => ({ status: 'glorious' }),
  'adds a field': (step) => ({ ...done({ out: blob(step, {}) }), admin: true }),
  'calls an artifact lost': (step) => ({
    status: 'failed',
    error: { kind: 'input', code: 'stub.lost', message: 'gone' },
    lost: step.params.about,
  }),
  'says what PostgreSQL refuses': () => ({
    status: 'failed',
    error: { kind: 'input', code: 'stub.nul', message: 'nul \0 half \ud800 pair' },
  }),
};

const SAVES: Readonly<Record<string, (step: Execute) => unknown>> = {
  'saves a state of a task': () => ({ kind: 'state', steps: 1 }),
  'saves rows of a task': () => ({ kind: 'rows', encoding: 1, from: 0, to: 5 }),
  'saves rows backwards': () => ({ kind: 'rows', encoding: 1, from: 5, to: 0 }),
};

const RAW: Readonly<Record<string, string>> = {
  'is not JSON': 'hello there',
  'is no message': '{"type":"transfer","amount":1}',
  'is null': 'null',
  'uses a negative amount': '{"type":"usage","used":{"tokens":-5}}',
  'asks for a secret by path': '{"type":"secret","name":"../../etc/passwd"}',
  'logs a book': JSON.stringify({ type: 'log', level: 'info', message: 'x'.repeat(10_001) }),
};

createInterface({ input: socket }).on('line', (line) => {
  const step = JSON.parse(line) as Execute;
  if (step.type !== 'execute') return;
  const { does } = step.params;
  const lie = LIES[does];
  if (lie !== undefined) return say({ type: 'end', outcome: lie(step), warnings: 0, ms: 1 });
  const slot = SAVES[does];
  if (slot !== undefined) return say({ type: 'save', slot: slot(step), hash: 'a'.repeat(64), bytes: 1 });
  socket.write(`${RAW[does]}\n`);
});
say({
  type: 'hello',
  protocol: 2,
  runtime: 'strange',
  nodes: [{ type: 'stub.stranger', versions: [1] }],
  ...(JSON.parse(process.env.WEFT_STRANGE_HELLO ?? '{}') as object),
});
