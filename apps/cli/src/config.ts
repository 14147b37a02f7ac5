import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { didYouMean } from '@weft/engine/graph';
import { usageError } from './errors.ts';
import { ROOT } from './root.ts';

/**
 * Everything the environment may say, read once. A variable that begins with WEFT_ and is not here is refused: a
 * misspelt one would otherwise silently do nothing.
 */
export interface Config {
  /** Absent: the embedded database in `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  /** Where bytes are kept; see `openStore`. */
  readonly storeUrl: string;
  /** Where a release before this one kept bytes beside the store; they are brought into it at the start. */
  readonly former: { readonly uploads: string; readonly checkpoints: string };
  readonly modelsDir: string | undefined;
  readonly log: LogLevel | undefined;
  /** What `weft start` serves the studio with. */
  readonly studio: StudioConfig;
}

export interface StudioConfig {
  /** Signs sessions. Absent: one that the first start made and keeps in the data folder. */
  readonly secret: string | undefined;
  /** Who may make an account: anybody who reaches the server, or people with an invitation. */
  readonly signUp: 'open' | 'invited';
  /** The address people use, when it is not the one the server listens on: behind a proxy. */
  readonly publicUrl: string | undefined;
  readonly oidc: OpenIdProvider | undefined;
}

/** An OpenID Connect provider that people may sign in with. */
export interface OpenIdProvider {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const path = z
  .string()
  .min(1, 'is empty; give a folder, or unset it')
  .transform((text) => resolve(text));

const environment = z.object({
  DATABASE_URL: z.string().optional(),
  WEFT_DATA_DIR: path.default(join(ROOT, '.weft')),
  WEFT_ARTIFACTS: z
    .string()
    .regex(/^fs:./, 'must be "fs:" and a folder, for example fs:/srv/weft/artifacts')
    .transform((text) => resolve(text.slice('fs:'.length)))
    .optional(),
  WEFT_MODELS: path.refine(isFolder, 'is not a folder that exists').optional(),
  WEFT_LOG: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).optional(),
  WEFT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  WEFT_SIGN_UP: z.enum(['open', 'invited'], 'must be "open" or "invited"').default('invited'),
  WEFT_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://weft.example.org' })
    .transform((text) => new URL(text).origin)
    .optional(),
  WEFT_OIDC_NAME: z.string().min(1).max(60).default('OpenID'),
  WEFT_OIDC_ISSUER: z.url({ protocol: /^https?$/, error: 'must be the address of the provider' }).optional(),
  WEFT_OIDC_CLIENT_ID: z.string().min(1).optional(),
  WEFT_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** Read by the browser tests alone. */
  WEFT_CHROMIUM: z.string().optional(),
});
const KNOWN = Object.keys(environment.shape);

/** @throws CommandError with a sentence for every variable that is unknown or cannot be used. */
export async function readConfig(env: Readonly<Record<string, string | undefined>>): Promise<Config> {
  const unknown = Object.keys(env)
    .filter((name) => name.startsWith('WEFT_') && !KNOWN.includes(name))
    .map((name) => {
      const close = didYouMean(name, KNOWN);
      return `${name} is not a setting of Weft. ${close === null ? `There are ${KNOWN.join(', ')}.` : `Did you mean ${close}?`}`;
    });
  const parsed = environment.safeParse(env);
  const bad = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`);
  const url = env['DATABASE_URL'];
  if (url !== undefined) bad.push(...(await databaseUrlTrouble(url)));
  if (parsed.success) bad.push(...oidcTrouble(parsed.data));
  if (unknown.length + bad.length > 0) throw usageError([...unknown, ...bad].join('\n'));
  const { DATABASE_URL, WEFT_DATA_DIR, WEFT_ARTIFACTS, WEFT_MODELS, WEFT_LOG, ...rest } = parsed.data!;
  return {
    databaseUrl: DATABASE_URL?.trim(),
    dataDir: WEFT_DATA_DIR,
    storeUrl: `fs:${WEFT_ARTIFACTS ?? join(WEFT_DATA_DIR, 'artifacts')}`,
    former: {
      uploads: join(WEFT_DATA_DIR, 'uploads'),
      checkpoints: join(WEFT_ARTIFACTS ?? WEFT_DATA_DIR, 'checkpoints'),
    },
    modelsDir: WEFT_MODELS,
    log: WEFT_LOG,
    studio: {
      secret: rest.WEFT_SECRET,
      signUp: rest.WEFT_SIGN_UP,
      publicUrl: rest.WEFT_PUBLIC_URL,
      oidc:
        rest.WEFT_OIDC_ISSUER === undefined
          ? undefined
          : {
              name: rest.WEFT_OIDC_NAME,
              issuer: rest.WEFT_OIDC_ISSUER,
              clientId: rest.WEFT_OIDC_CLIENT_ID!,
              clientSecret: rest.WEFT_OIDC_CLIENT_SECRET!,
            },
    },
  };
}

/** The three belong together: half a provider would look configured and refuse everybody. */
function oidcTrouble(env: z.output<typeof environment>): string[] {
  const names = ['WEFT_OIDC_ISSUER', 'WEFT_OIDC_CLIENT_ID', 'WEFT_OIDC_CLIENT_SECRET'] as const;
  const missing = names.filter((name) => env[name] === undefined);
  return missing.length === 0 || missing.length === names.length
    ? []
    : [`${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} needed too for OpenID Connect.`];
}

/** The database package is loaded only when there is an address to judge. */
async function databaseUrlTrouble(url: string): Promise<string[]> {
  const { parseDatabaseUrl } = await import('@weft/db');
  try {
    parseDatabaseUrl(url);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
