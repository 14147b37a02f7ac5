/** Making a cluster: `initdb`, the passwords, and Weft's role and database in it. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';

/**
 * Weft connects as a role without special powers that owns its database, as it would on a hosted PostgreSQL:
 * row-level security does not bind superusers, so a superuser would never notice that a policy is missing.
 */
export const ROLE = 'weft';
/** What the API acts as: bound by row-level security. Migrations make it where an administrator did not. */
const TENANT = 'weft_tenant';
export const DATABASE = 'weft';
const SUPERUSER = 'postgres';

export interface Credentials {
  /** Password of the superuser, used for making roles and databases only. */
  admin: string;
  /** Password of the role that Weft works as. */
  weft: string;
}

export interface ClusterOptions {
  root: string;
  account: Account;
  binaries: Binaries;
  /** Wait for the disk. False is for throw-away servers of tests. */
  durable: boolean;
}

export const dataFolder = (root: string) => join(root, 'data');

export function adminUrl(root: string, port: number, database = 'postgres'): string {
  return `postgresql://${SUPERUSER}:${credentials(root).admin}@127.0.0.1:${port}/${database}`;
}

export function weftUrl(root: string, port: number, database = DATABASE): string {
  return `postgresql://${ROLE}:${credentials(root).weft}@127.0.0.1:${port}/${database}`;
}

/**
 * Makes the cluster where there is none. It is built beside its place and renamed, so that a start that was
 * killed half-way leaves nothing that looks like a database.
 *
 * @throws when the cluster is of another major version than the programs
 */
export async function ensureCluster(options: ClusterOptions): Promise<void> {
  const data = dataFolder(options.root);
  if (existsSync(data)) return checkVersion(data, options.binaries);
  const unfinished = `${data}.unfinished`;
  const passwordFile = join(options.root, 'password.unfinished');
  rmSync(unfinished, { recursive: true, force: true });
  const secrets: Credentials = { admin: newPassword(), weft: newPassword() };
  writeFileSync(join(options.root, 'credentials.json'), JSON.stringify(secrets), { mode: 0o600 });
  writeFileSync(passwordFile, secrets.admin, { mode: 0o600 });
  mkdirSync(unfinished, { mode: 0o700 });
  if (options.account) {
    for (const path of [unfinished, passwordFile]) chownSync(path, options.account.uid, options.account.gid);
  }
  try {
    await initdb(options, unfinished, passwordFile);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, data);
}

/** Makes Weft's role and database where they are missing: after initdb, and after a kill between the two. */
export async function ensureDatabase(root: string, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl(root, port) });
  await client.connect();
  try {
    const has = await client.query<{ role: boolean; tenant: boolean; database: boolean }>(
      `select exists(select from pg_roles where rolname = $1) as role,
              exists(select from pg_roles where rolname = $2) as tenant,
              exists(select from pg_database where datname = $3) as database`,
      [ROLE, TENANT, DATABASE],
    );
    const { role, tenant, database } = has.rows[0]!;
    const password = client.escapeLiteral(credentials(root).weft);
    if (!role) await client.query(`create role ${ROLE} login password ${password}`);
    if (!tenant) await client.query(`create role ${TENANT} nologin`);
    if (!role || !tenant) await client.query(`grant ${TENANT} to ${ROLE}`);
    if (!database) await client.query(`create database ${DATABASE} owner ${ROLE}`);
  } finally {
    await client.end();
  }
}

function credentials(root: string): Credentials {
  return JSON.parse(readFileSync(join(root, 'credentials.json'), 'utf8')) as Credentials;
}

/** 24 random bytes in letters that need no escape in a URL. */
const newPassword = () => randomBytes(24).toString('base64url');

function checkVersion(data: string, binaries: Binaries): void {
  const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (found !== binaries.major) {
    throw new Error(
      `The database in ${data} was made by PostgreSQL ${found}, and this Weft brings ${binaries.major}. Go on with ` +
        `the Weft that made it, or carry the data over: pg_dump of version ${found}, move the folder away, restore.`,
    );
  }
}

/**
 * The built-in C.UTF-8 locale (PostgreSQL 17) sorts by code point whatever the machine: no index depends on
 * the version of a system's or ICU's collation, and the same query gives the same order everywhere.
 */
function initdb(
  { binaries, account, durable }: ClusterOptions,
  data: string,
  passwordFile: string,
): Promise<void> {
  const flags = [
    `--pgdata=${data}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(binaries.initdb, flags, {
      ...account,
      cwd: data,
      env: { ...process.env, LC_ALL: 'C' },
    });
    let said = '';
    const listen = (chunk: Buffer) => (said += chunk.toString());
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`PostgreSQL could not make a database in ${data}:\n${said.trim()}`)),
    );
  });
}
