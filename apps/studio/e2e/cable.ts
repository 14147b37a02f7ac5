import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** The way from a browser to the server, which can be cut. */
export interface Cable extends AsyncDisposable {
  /** Where the browser reaches the server through it. */
  readonly url: string;
  /** Ends what is open and lets nothing new through, until `plug`. */
  pull(): void;
  plug(): void;
}

/** A browser's own "offline" leaves open sockets as they are, which no lost network does. */
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
  return {
    url: `http://${hostname}:${(server.address() as AddressInfo).port}`,
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
