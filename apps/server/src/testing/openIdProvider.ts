/** For tests: an OpenID provider on this machine that signs in whoever it is told to, and checks what a real one would. */
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Profile {
  readonly sub: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
}

export interface TestOpenIdProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who is at the keyboard from now on. */
  person: Profile;
  /** True: it answers nothing but 503. */
  away: boolean;
  close(): Promise<void>;
}

interface Grant {
  readonly profile: Profile;
  readonly nonce: string | null;
  readonly challenge: string;
  readonly redirect: string;
}

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export async function startOpenIdProvider(person: Profile): Promise<TestOpenIdProvider> {
  const grants = new Map<string, Grant>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: TestOpenIdProvider = {
    issuer,
    clientId: 'weft',
    clientSecret: 'the client’s secret',
    person,
    away: false,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return provider;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuer);
    const json = (body: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (provider.away) return void json({}, 503);
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return void json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/jwks':
        return void json({
          keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }],
        });
      case '/authorize': {
        const ask = url.searchParams;
        const right =
          ask.get('client_id') === provider.clientId && ask.get('code_challenge_method') === 'S256';
        if (!right) return void json({ error: 'invalid_request' }, 400);
        const code = randomUUID();
        const redirect = ask.get('redirect_uri')!;
        grants.set(code, {
          profile: provider.person,
          nonce: ask.get('nonce'),
          challenge: ask.get('code_challenge')!,
          redirect,
        });
        const back = new URL(redirect);
        back.searchParams.set('code', code);
        back.searchParams.set('state', ask.get('state')!);
        return void response.writeHead(302, { location: back.href }).end();
      }
      case '/token':
        return void token(new URLSearchParams(await text(request)), request, json);
      default:
        return void json({}, 404);
    }
  }

  function token(
    body: URLSearchParams,
    request: IncomingMessage,
    json: (body: unknown, status?: number) => unknown,
  ): unknown {
    const grant = grants.get(body.get('code') ?? '');
    grants.delete(body.get('code') ?? '');
    const verifier = body.get('code_verifier') ?? '';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const basic = Buffer.from(request.headers.authorization?.split(' ')[1] ?? '', 'base64').toString();
    const secret = body.get('client_secret') ?? decodeURIComponent(basic.split(':')[1] ?? '');
    if (
      grant === undefined ||
      grant.challenge !== challenge ||
      grant.redirect !== body.get('redirect_uri') ||
      secret !== provider.clientSecret
    )
      return json({ error: 'invalid_grant' }, 400);
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: provider.clientId, iat: now, exp: now + 60, ...grant.profile };
    const content = `${base64({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${base64({ ...claims, nonce: grant.nonce ?? undefined })}`;
    const signature = sign('sha256', Buffer.from(content), privateKey).toString('base64url');
    return json({
      access_token: randomUUID(),
      token_type: 'Bearer',
      expires_in: 60,
      id_token: `${content}.${signature}`,
    });
  }
}
