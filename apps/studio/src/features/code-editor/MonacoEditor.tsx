import type { Columns } from '@weft/engine/graph';
import { useEffect, useRef } from 'react';
import type * as Y from 'yjs';
import { useLive } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { bindText } from './bindText.ts';
import { messages } from './messages.ts';
import { inputColumns, monaco, overflowLayer } from './monaco.ts';
import { followPeople } from './personStyles.ts';
import type { LineProblem } from './problems.ts';

export interface EditorProps {
  readonly text: Y.Text;
  /** What the code is of, for the accessible name. */
  readonly name: string;
  readonly readOnly: boolean;
  readonly columns: Columns;
  readonly problems: readonly LineProblem[];
  /** Pixels; undefined fills the place. */
  readonly height?: number;
  readonly autoFocus?: boolean;
  /** Escape with nothing open inside the editor. */
  readonly onLeave?: () => void;
}

/**
 * A code editor on a shared text. The default export, because it is loaded lazily with all of Monaco behind it.
 *
 * `nokey`: Monaco types into an element that the canvas does not take for an input, and would swallow space and delete.
 */
export default function MonacoEditor(props: EditorProps) {
  const { text, name, readOnly, columns, problems, height, autoFocus = false } = props;
  const live = useLive();
  const t = useMessages(messages);
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const leave = useRef(props.onLeave);
  leave.current = props.onLeave;
  const label = t('editor', { name });
  const { doc, awareness, undo } = live;

  useEffect(() => {
    const model = monaco.editor.createModel('', 'typescript');
    const made = monaco.editor.create(place.current!, {
      model,
      ariaLabel: label,
      readOnly,
      domReadOnly: readOnly,
      automaticLayout: true,
      minimap: { enabled: false },
      fontFamily: 'JetBrains Mono Variable, Noto Sans SC Variable, monospace',
      fontSize: 12,
      lineHeight: 18,
      lineNumbersMinChars: 3,
      lineDecorationsWidth: 6,
      glyphMargin: false,
      folding: false,
      scrollBeyondLastLine: false,
      renderLineHighlight: 'none',
      overviewRulerLanes: 0,
      tabSize: 2,
      padding: { top: 6, bottom: 6 },
      // Menus and hovers are wider than a cell, and a cell lies on a canvas that is moved and scaled: they go on the page.
      fixedOverflowWidgets: true,
      overflowWidgetsDomNode: overflowLayer(),
      unicodeHighlight: { ambiguousCharacters: false },
    });
    editor.current = made;
    const unbind = bindText({ text, model, editor: made, awareness, undo, readOnly });
    const forget = followPeople(awareness);
    const keys = [
      made.onKeyDown((event) => {
        const busy = made.getContribution('editor.contrib.suggestController') as {
          model?: { state: number };
        } | null;
        if (event.keyCode === monaco.KeyCode.Escape && (busy?.model?.state ?? 0) === 0) leave.current?.();
      }),
      made.onDidFocusEditorText(() => undo.stopCapturing()),
    ];
    if (!readOnly) {
      // One history for the person: the document's, which holds what was typed here too.
      made.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyZ, () => void undo.undo());
      made.addCommand(
        monaco.KeyMod.CtrlCmd | monaco.KeyMod.Shift | monaco.KeyCode.KeyZ,
        () => void undo.redo(),
      );
      made.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyY, () => void undo.redo());
    }
    if (autoFocus) made.focus();
    return () => {
      for (const key of keys) key.dispose();
      forget();
      unbind();
      made.dispose();
      model.dispose();
      editor.current = null;
    };
    // The label changes with the language only; the editor keeps the one it was opened with.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text, doc, awareness, undo, readOnly]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model !== null && model !== undefined) inputColumns.set(model, columns);
  }, [columns]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model === null || model === undefined) return;
    monaco.editor.setModelMarkers(
      model,
      'last-run',
      problems
        .filter(({ line }) => line <= model.getLineCount())
        .map(({ line, column, message, rows }) => ({
          severity: monaco.MarkerSeverity.Error,
          message: rows > 1 ? t('more-rows', { reason: message, count: rows - 1 }) : message,
          startLineNumber: line,
          endLineNumber: line,
          startColumn: column ?? Math.max(1, model.getLineFirstNonWhitespaceColumn(line)),
          endColumn: column === null ? model.getLineMaxColumn(line) : column + 1,
        })),
    );
  }, [problems, t]);

  return (
    <div
      ref={place}
      className="nokey nodrag nowheel nopan h-full w-full overflow-hidden rounded-sm border border-line"
      style={height === undefined ? undefined : { height }}
    />
  );
}
