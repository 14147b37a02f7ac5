import type { Contents } from '../artifact/contents.ts';
import { parseManifest, readManifest, type Manifest } from '../artifact/manifest.ts';
import type { ArtifactRef } from '../node/artifact.ts';
import type { NodeResult } from '../node/executor.ts';
import { ArtifactLost, HASH_PATTERN, missing, type Stored } from '../store/artifacts.ts';
import type { StoreKeeper } from '../store/keeper.ts';
import { ClaimRefused, type StagingArea } from '../store/staging.ts';

/** More files than that are a table, not a manifest. */
const MAX_MANIFEST_BYTES = 64 << 20;
const AT_ONCE = 8;

export interface Claims {
  readonly staging: StagingArea;
  readonly store: StoreKeeper;
  /** The artifacts the step was given. */
  readonly inputs: Readonly<Record<string, readonly ArtifactRef[]>>;
}

/**
 * Makes the store hold what a result names, or refuses the result. Each artifact, and each file of a manifest, must have
 * been staged by this attempt, whose bytes are then verified and adopted, or be one that the attempt was given. A step may
 * hand on what it never read, so the store is asked whether it still holds what was given. Only after that may a row say
 * that the workspace has it.
 *
 * @throws ClaimRefused naming what is wrong
 * @throws ArtifactLost when the store lacks something that was given, or holds it at another size
 */
export async function adoptResult(result: NodeResult, claims: Claims): Promise<Contents> {
  const attempt = new Adopting(claims);
  for (const [port, ref] of Object.entries(result.outputs)) await attempt.artifact(port, ref);
  return await attempt.contents();
}

class Adopting {
  readonly #claims: Claims;
  /** Hashes and sizes. */
  readonly #adopted = new Map<string, number>();
  /** Named again by the outputs, and not looked for yet. Size null: of a manifest, which was read. */
  readonly #handedOn = new Map<string, number | null>();
  readonly #files = new Map<string, readonly string[]>();
  #given: Promise<ReadonlyMap<string, number>> | undefined;

  constructor(claims: Claims) {
    this.#claims = claims;
  }

  async artifact(port: string, ref: ArtifactRef): Promise<void> {
    if (this.#isGiven(ref)) return await this.#handOn(ref);
    if (ref.kind === 'table') {
      if (!(await this.#adopt(ref))) throw unheld(`"${port}"`, ref.hash);
      return;
    }
    const content = await this.#claims.staging.read(ref.hash, MAX_MANIFEST_BYTES);
    if (content === null) {
      if (this.#adopted.has(ref.hash)) return;
      throw unheld(`"${port}"`, ref.hash);
    }
    const files = listedBy(content, port, ref);
    for (let at = 0; at < files.length; at += AT_ONCE)
      await Promise.all(
        files.slice(at, at + AT_ONCE).map(async ([path, file]) => {
          if (await this.#adopt(file)) return;
          if (!(await this.#wasGiven(file))) throw unheld(`the file "${path}" of "${port}"`, file.hash);
          this.#handedOn.set(file.hash, file.bytes);
        }),
      );
    await this.#adopt({ hash: ref.hash, bytes: content.byteLength });
    this.#lists(
      ref.hash,
      files.map(([, file]) => file),
    );
  }

  async contents(): Promise<Contents> {
    const handedOn = [...this.#handedOn.keys()];
    const sizes = handedOn.length > 0 ? await this.#claims.store.sizes(handedOn) : new Map<string, number>();
    for (const [hash, bytes] of this.#handedOn) {
      const found = sizes.get(hash);
      if (found === undefined) throw missing(hash);
      if (bytes !== null && found !== bytes)
        throw new ArtifactLost(hash, 'corrupt', `it has ${found} bytes and should have ${bytes}`);
    }
    return { hashes: [...new Set([...this.#adopted.keys(), ...handedOn])], files: this.#files };
  }

  /** An input passed on as it is. */
  async #handOn(ref: ArtifactRef): Promise<void> {
    this.#handedOn.set(ref.hash, ref.kind === 'table' ? ref.bytes : null);
    if (ref.kind === 'table') return;
    const files = Object.values((await readManifest(this.#claims.store, ref.hash)).files);
    for (const { hash, bytes } of files) this.#handedOn.set(hash, bytes);
    this.#lists(ref.hash, files);
  }

  #lists(manifest: string, files: readonly Stored[]): void {
    this.#files.set(manifest, [...new Set(files.map(({ hash }) => hash))]);
  }

  async #adopt({ hash, bytes }: Stored): Promise<boolean> {
    const adopted = this.#adopted.get(hash);
    if (adopted !== undefined) return adopted === bytes;
    if (!(await this.#claims.staging.adopt({ hash, bytes }))) return this.#adopted.get(hash) === bytes;
    this.#adopted.set(hash, bytes);
    return true;
  }

  #isGiven(ref: ArtifactRef): boolean {
    return Object.values(this.#claims.inputs)
      .flat()
      .some(
        ({ hash, kind, bytes, rows }) =>
          hash === ref.hash && kind === ref.kind && bytes === ref.bytes && rows === ref.rows,
      );
  }

  async #wasGiven({ hash, bytes }: Stored): Promise<boolean> {
    this.#given ??= givenFiles(this.#claims);
    return (await this.#given).get(hash) === bytes;
  }
}

function listedBy(content: Buffer, port: string, ref: ArtifactRef): [string, Stored][] {
  let manifest: Manifest;
  try {
    manifest = parseManifest(content);
  } catch {
    throw new ClaimRefused(`"${port}" is no list of files`);
  }
  if (manifest.kind !== ref.kind)
    throw new ClaimRefused(`"${port}" lists the files of a ${manifest.kind}, not of a ${ref.kind}`);
  const files = Object.entries(manifest.files);
  const bytes = files.reduce((sum, [, file]) => sum + file.bytes, content.byteLength);
  if (bytes !== ref.bytes) throw new ClaimRefused(`"${port}" has ${bytes} bytes, not ${ref.bytes}`);
  return files;
}

/** Every file that the inputs consist of, with its size. */
async function givenFiles({ store, inputs }: Claims): Promise<Map<string, number>> {
  const files = new Map<string, number>();
  for (const ref of Object.values(inputs).flat()) {
    if (ref.kind === 'table') files.set(ref.hash, ref.bytes);
    else
      for (const file of Object.values((await readManifest(store, ref.hash)).files))
        files.set(file.hash, file.bytes);
  }
  return files;
}

const unheld = (what: string, hash: string): ClaimRefused =>
  new ClaimRefused(
    `${what} is ${HASH_PATTERN.test(hash) ? `${hash.slice(0, 12)}…` : 'no hash'}, which the attempt has neither stored nor been given`,
  );
