import { MlError } from '../../errors.ts';
import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { locateModel, modelFiles, type ModelFolder } from './modelFolder.ts';

/** The hub's address; HF_ENDPOINT is the variable its own tools use for mirrors. */
const endpoint = (): string => (process.env.HF_ENDPOINT ?? 'https://huggingface.co').replace(/\/+$/, '');

/** A response header must come within this time; a body may take as long as it flows. */
const HEADER_MS = 20_000;

/**
 * The model in the models folder, fetched from the hub first if it is not there. Each file appears whole or not at all,
 * and the weights last, so an interrupted download is simply taken up again.
 *
 * @throws MlError (input) that says what to do without a network, or when the hub has no such model
 */
export async function fetchModel(
  root: string,
  { id, dtype, revision }: { id: string; dtype: string; revision: string },
): Promise<ModelFolder> {
  const { required, optional } = modelFiles(id, dtype);
  for (const file of [...optional, ...required]) {
    const target = join(root, ...id.split('/'), ...file.split('/'));
    if (existsSync(target)) continue;
    const response = await get(`${endpoint()}/${id}/resolve/${encodeURIComponent(revision)}/${file}`, id);
    if (response.status === 404 && optional.includes(file)) continue;
    if (response.status === 429 || response.status >= 500)
      throw new MlError(
        'transient',
        'embed.hub_busy',
        `the hub answered ${response.status} for ${id}/${file}; it may answer later`,
      );
    if (!response.ok || response.body === null)
      throw new MlError(
        'input',
        'embed.hub_refused',
        `the hub answered ${response.status} for ${id}/${file} (revision ${revision}): check the model's name and that it has ONNX weights of precision ${dtype}`,
      );
    await save(response.body as ReadableStream, target);
  }
  return locateModel(root, id, dtype);
}

async function get(url: string, id: string): Promise<Response> {
  const slow = new AbortController();
  const timer = setTimeout(() => slow.abort(), HEADER_MS);
  try {
    return await fetch(url, { signal: slow.signal });
  } catch (cause) {
    if (slow.signal.aborted)
      throw new MlError(
        'transient',
        'embed.hub_slow',
        `the hub did not answer within ${HEADER_MS / 1000} s for the model "${id}"`,
        { cause },
      );
    const reason = (cause as { cause?: { code?: string } }).cause?.code ?? (cause as Error).message;
    throw new MlError(
      'input',
      'embed.hub_unreachable',
      `the model "${id}" is not in the models folder and the hub cannot be reached (${reason}): put its files into ${id}/ there, or choose the built-in embeddings, which need no download`,
      { cause },
    );
  } finally {
    clearTimeout(timer);
  }
}

async function save(body: ReadableStream, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const part = `${target}.${randomUUID()}.part`;
  try {
    await pipeline(Readable.fromWeb(body), createWriteStream(part, { flags: 'wx' }));
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
