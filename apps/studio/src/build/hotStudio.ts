import { join } from 'node:path';
import { ROOT } from './fingerprint.ts';

export interface HotStudio {
  readonly url: string;
  close(): Promise<void>;
}

/** The studio from its sources, reloaded as they change. What it asks for goes on to the server. */
export async function hotStudio({ server, port }: { server: string; port: number }): Promise<HotStudio> {
  const { createServer } = await import('vite');
  const root = join(ROOT, 'apps/studio');
  const vite = await createServer({
    root,
    configFile: join(root, 'vite.config.ts'),
    server: {
      port,
      strictPort: true,
      proxy: { '/api': { target: server, ws: true }, '/files': { target: server } },
    },
  });
  await vite.listen();
  return { url: `http://localhost:${port}`, close: async () => await vite.close() };
}
