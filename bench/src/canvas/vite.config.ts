import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import { defineConfig } from 'vite';

/** The measured page is built as the studio is: production React, one CSS, the same targets. */
export default defineConfig({
  root: join(import.meta.dirname, 'page'),
  base: './',
  plugins: [react(), tailwindcss()],
  resolve: { alias: { 'monaco-editor/esm/vs/editor/editor.api.js': 'monaco-editor/editor' } },
  worker: { format: 'es' },
  logLevel: 'warn',
  build: { target: 'es2023', chunkSizeWarningLimit: 5000 },
});
