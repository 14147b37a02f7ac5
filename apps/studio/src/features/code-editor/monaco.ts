/**
 * The editor as the studio uses it: from our own bundle, with JavaScript and TypeScript only, in a chunk that loads with
 * the first editor. Everything about Monaco that is global is set here, once.
 */
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/javascript/register';
import 'monaco-editor/languages/definitions/typescript/register';
import * as monaco from 'monaco-editor/editor';
// Vite makes the default export: the class of a worker built from that file.
// eslint-disable-next-line import/default
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import {
  ModuleKind,
  ScriptTarget,
  typescriptDefaults,
} from 'monaco-editor/languages/features/typescript/register';
// eslint-disable-next-line import/default
import TypeScriptWorker from 'monaco-editor/languages/features/typescript/ts.worker?worker';
import type { Columns } from '@weft/engine/graph';
import { translate } from '../../i18n/index.ts';
import { messages } from './messages.ts';
import { columnSuggestions } from './suggestions.ts';

self.MonacoEnvironment = {
  getWorker: (_, label) =>
    label === 'typescript' || label === 'javascript' ? new TypeScriptWorker() : new EditorWorker(),
};

/** What runs the code knows the language and nothing of a browser: no page, no network, no timers. */
typescriptDefaults.setCompilerOptions({
  target: ScriptTarget.ESNext,
  module: ModuleKind.ESNext,
  lib: ['es2023'],
  allowNonTsExtensions: true,
  strict: false,
  noImplicitAny: false,
});
// `console` is the one thing of the host that a cell has.
typescriptDefaults.addExtraLib(
  'declare const console: Record<"log" | "info" | "warn" | "error" | "debug", (...values: unknown[]) => void>;',
  'ts:weft/sandbox.d.ts',
);
typescriptDefaults.setEagerModelSync(true);

/** Columns of the input of the code in a model; set by whoever shows it. */
export const inputColumns = new WeakMap<monaco.editor.ITextModel, Columns>();

monaco.languages.registerCompletionItemProvider('typescript', {
  triggerCharacters: ['.', '"', "'", '['],
  provideCompletionItems(model, { lineNumber, column }) {
    const before = model.getValueInRange(new monaco.Range(lineNumber, 1, lineNumber, column));
    const t = translate(messages);
    return {
      suggestions: columnSuggestions(inputColumns.get(model) ?? {}, before).map(
        ({ name, type, insert, replaces }) => ({
          label: name,
          kind: monaco.languages.CompletionItemKind.Field,
          detail: t('column', { type }),
          insertText: insert,
          filterText: before.slice(before.length - replaces) + name,
          sortText: `0${name}`,
          range: new monaco.Range(lineNumber, column - replaces, lineNumber, column),
        }),
      ),
    };
  },
});

/** Colours of the page, as they are now: Monaco knows no CSS variables. */
export function defineTheme(): string {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const dark = document.documentElement.dataset['theme'] === 'dark';
  const rule = (name: string, colour: string, fontStyle = '') => ({
    token: name,
    foreground: token(colour).replace('#', ''),
    fontStyle,
  });
  const theme = dark ? 'weft-dark' : 'weft-light';
  monaco.editor.defineTheme(theme, {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('', 'ink'),
      rule('comment', 'ink-3', 'italic'),
      rule('keyword', 'stage-evaluate'),
      rule('string', 'stage-index'),
      rule('number', 'stage-train'),
      rule('regexp', 'stage-publish'),
      rule('type', 'stage-chunk'),
      rule('delimiter', 'ink-2'),
    ],
    colors: {
      'editor.background': token('surface'),
      'editor.foreground': token('ink'),
      'editorLineNumber.foreground': token('ink-3'),
      'editorCursor.foreground': token('ink'),
      'editor.selectionBackground': token('selected'),
      'editor.lineHighlightBackground': token('hover'),
      'editorWidget.background': token('raised'),
      'editorWidget.border': token('line'),
      'editorSuggestWidget.background': token('raised'),
      'editorSuggestWidget.border': token('line'),
      'editorSuggestWidget.selectedBackground': token('selected'),
      'editorSuggestWidget.selectedForeground': token('ink'),
      'editorHoverWidget.background': token('raised'),
      'editorHoverWidget.border': token('line'),
      focusBorder: token('focus'),
    },
  });
  monaco.editor.setTheme(theme);
  return theme;
}

defineTheme();
new MutationObserver(defineTheme).observe(document.documentElement, {
  attributes: true,
  attributeFilter: ['data-theme'],
});
// Widths that were measured with the fallback font put the cursor a few pixels off.
void document.fonts.ready.then(() => monaco.editor.remeasureFonts());

let layer: HTMLElement | null = null;

/** Where all editors put what is larger than they are. Above dialogs, since an editor may be in one. */
export function overflowLayer(): HTMLElement {
  if (layer === null) {
    layer = document.createElement('div');
    layer.className = 'monaco-editor';
    layer.style.zIndex = '60';
    layer.style.position = 'absolute';
    document.body.append(layer);
  }
  return layer;
}

export { monaco };
