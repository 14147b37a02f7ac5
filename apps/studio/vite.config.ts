import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { createRequire } from 'node:module';
import { defineConfig, type Plugin } from 'vite';

/**
 * `radix-ui` comes with 39 copies of each of its small parts, since an older one is hoisted for another package; here all
 * its packages share the one that `radix-ui` itself uses. 13 kB of the first load. Does nothing once they are deduplicated.
 */
function oneRadix(): Plugin {
  const radix = createRequire(import.meta.url).resolve('radix-ui');
  return {
    name: 'one-radix',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^@radix-ui[/]/ },
      async handler(id, importer, options) {
        if (importer === undefined || importer === radix) return null;
        return await this.resolve(id, radix, { ...options, skipSelf: true });
      },
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [oneRadix(), react(), tailwindcss()],
  resolve: {
    // y-monaco names a file that monaco-editor no longer exports.
    alias: { 'monaco-editor/esm/vs/editor/editor.api.js': 'monaco-editor/editor' },
  },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    // Monaco is one chunk of 4 MB, loaded when the first code cell opens.
    chunkSizeWarningLimit: 5000,
    // The page may load fonts from its own address only, which data: is not.
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: {
      // No module of ours does anything by being imported, except the entry: an index.ts costs only what is taken from it.
      treeshake: {
        moduleSideEffects: [
          { test: /[/]apps[/]studio[/]src[/](?!main|zodWithoutEval).*[.]tsx?$/, sideEffects: false },
        ],
      },
      // What every page needs is one file: 50 small ones are 20 kB more, since each is compressed for itself.
      output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } },
    },
  },
});
