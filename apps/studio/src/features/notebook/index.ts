/** The document as a column of cells. */
export { Notebook } from './Notebook.tsx';
