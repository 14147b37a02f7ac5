/** Where `ctx.secret` finds its values. Weft keeps none yet: a worker is handed this by whoever starts it. */
export interface Secrets {
  /** Null when this workspace has no secret of that name. A throw fails the attempt as transient. */
  read(name: string, asker: SecretAsker): Promise<string | null>;
}

export interface SecretAsker {
  readonly workspaceId: string;
  readonly runId: string;
  readonly nodeId: string;
}

export const NO_SECRETS: Secrets = { read: async () => null };

const HIDDEN = '•••';
/** Shorter ones would be found in every other word. */
const SHORTEST = 4;

/** Takes the secrets that one attempt was given out of whatever it says. */
export class Redactor {
  readonly #values = new Set<string>();

  add(value: string): void {
    if (value.length < SHORTEST) return;
    this.#values.add(value);
    // As it stands inside a JSON string.
    this.#values.add(JSON.stringify(value).slice(1, -1));
  }

  text(text: string): string {
    let clean = text;
    for (const value of this.#values) clean = clean.replaceAll(value, HIDDEN);
    return clean;
  }

  /** The same value with every secret in its strings hidden. */
  json<T>(value: T): T {
    return this.#values.size === 0 ? value : (this.#walk(value) as T);
  }

  #walk(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((inner) => this.#walk(inner));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [this.text(name), this.#walk(inner)]),
    );
  }
}
