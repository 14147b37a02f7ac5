import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVER = process.env['WEFT_DEV_SERVER'] ?? 'http://127.0.0.1:7331';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  resolve: {
    // y-monaco names a file that monaco-editor no longer exports.
    alias: { 'monaco-editor/esm/vs/editor/editor.api.js': 'monaco-editor/editor' },
  },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    // Monaco is one chunk of 4 MB, loaded when the first code cell opens.
    chunkSizeWarningLimit: 5000,
    manifest: true,
  },
  server: {
    port: 7332,
    strictPort: true,
    proxy: {
      '/api': { target: SERVER, ws: true },
      '/files': { target: SERVER },
    },
  },
});
