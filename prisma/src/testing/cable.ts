import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** A way to a server through which its clients can be cut off. */
export interface Cable extends AsyncDisposable {
  /** The address of the server, by way of the cable. */
  readonly url: string;
  /** Ends what is open and lets nothing new through, until `plug`. */
  pull(): void;
  plug(): void;
}

/**
 * Lays a cable to the server at a URL, of HTTP or of PostgreSQL. A browser's own "offline" and an ended connection of
 * PostgreSQL are over when somebody tries again; a pulled cable stays pulled.
 */
export async function layCable(to: string): Promise<Cable> {
  const { hostname, port } = new URL(to);
  const open = new Set<Socket>();
  let plugged = true;
  const server = createServer((near) => {
    if (!plugged) return void near.destroy();
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      // A cut is told by `close`; the error before it says nothing more.
      one.on('error', () => {});
      one.pipe(other);
    }
  });
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, hostname, resolve));
  const through = new URL(to);
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href.replace(/\/$/, ''),
    pull() {
      plugged = false;
      cut();
    },
    plug() {
      plugged = true;
    },
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
