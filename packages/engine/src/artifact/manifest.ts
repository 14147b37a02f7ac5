import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { canonicalJson, type Json } from '../graph/index.ts';
import type { ArtifactRef, FilesInput } from '../node/artifact.ts';
import { NodeError } from '../node/errors.ts';
import type { FileSet } from '../node/executor.ts';
import { HASH_PATTERN, storeFile, type ArtifactStore } from '../store/artifacts.ts';

/**
 * An artifact of several files: canonical JSON listing each file's hash, itself stored and named by its hash. Equal
 * files are stored once, and each is verified by itself when read.
 */
/** "a/b.json": relative, forward slashes, no empty, "." or ".." parts, nothing a shell or Windows trips over. */
export const PATH_PATTERN =
  /^(?!.*(^|\/)\.{1,2}(\/|$))(?!__proto__$)[A-Za-z0-9_][A-Za-z0-9_.@-]*(\/[A-Za-z0-9_][A-Za-z0-9_.@-]*)*$/;
const MAX_PATH = 200;

const manifestSchema = z.strictObject({
  weft: z.literal('files'),
  kind: z.enum(['index', 'model', 'report', 'blob']),
  files: z.record(
    z.string().max(MAX_PATH).regex(PATH_PATTERN, 'must be a plain relative path'),
    z.strictObject({ hash: z.string().regex(HASH_PATTERN), bytes: z.int().nonnegative() }),
  ),
});
export type Manifest = z.infer<typeof manifestSchema>;

export async function writeFiles(
  store: ArtifactStore,
  content: { kind: Manifest['kind']; files: FileSet; meta?: { [key: string]: Json } },
): Promise<ArtifactRef> {
  const files: Manifest['files'] = {};
  let bytes = 0;
  for (const [path, value] of Object.entries(content.files)) {
    if (!PATH_PATTERN.test(path) || path.length > MAX_PATH)
      throw new NodeError('bug', 'artifact.path', `"${path.slice(0, 80)}" is not a plain relative path`);
    const stored =
      typeof value === 'string'
        ? await store.put(Buffer.from(value))
        : value instanceof Uint8Array
          ? await store.put(value)
          : await storeFile(store, createReadStream(value.localPath));
    files[path] = stored;
    bytes += stored.bytes;
  }
  const manifest = Buffer.from(canonicalJson({ weft: 'files', kind: content.kind, files }));
  const { hash } = await store.put(manifest);
  return {
    hash,
    kind: content.kind,
    bytes: bytes + manifest.byteLength,
    ...(content.meta ? { meta: content.meta } : {}),
  };
}

export async function readManifest(store: ArtifactStore, hash: string): Promise<Manifest> {
  return parseManifest(await store.get(hash));
}

/** @throws when the bytes are no manifest */
export const parseManifest = (bytes: Buffer): Manifest =>
  manifestSchema.parse(JSON.parse(bytes.toString('utf8')));

export async function openFiles(store: ArtifactStore, ref: ArtifactRef): Promise<FilesInput> {
  const manifest = await readManifest(store, ref.hash);
  const find = (path: string) => {
    const file = manifest.files[path];
    if (file === undefined || !Object.hasOwn(manifest.files, path))
      throw new NodeError(
        'input',
        'artifact.no_file',
        `the ${ref.kind} has no file "${path}"; it has ${Object.keys(manifest.files).join(', ')}`,
      );
    return file;
  };
  const read = async (path: string) => await store.get(find(path).hash);
  return {
    kind: manifest.kind,
    ref,
    files: Object.entries(manifest.files).map(([path, file]) => ({ path, ...file })),
    read,
    json: async (path) => JSON.parse((await read(path)).toString('utf8')) as Json,
    localPath: async (path) => await store.localPath(find(path).hash),
  };
}
