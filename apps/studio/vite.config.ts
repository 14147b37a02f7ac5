import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

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
    // The page may load fonts from its own address only, which data: is not.
    assetsInlineLimit: 0,
    manifest: true,
  },
});
