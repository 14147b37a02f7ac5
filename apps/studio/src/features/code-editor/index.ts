/** Code of a node: text at rest, an editor when it is pressed. Monaco loads with the first editor. */
export { CodeBlock, type CodeBlockProps } from './CodeBlock.tsx';
export { CodeEditor, type CodeEditorProps } from './CodeEditor.tsx';
