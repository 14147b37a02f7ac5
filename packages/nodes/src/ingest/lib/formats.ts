export type FileFormat = 'text' | 'markdown' | 'html' | 'pdf' | 'docx';

/** File name endings that are read, lower case. Apart from the parsers, since the spec that names them loads in browsers. */
export const FORMATS: Readonly<Record<string, FileFormat>> = {
  '.txt': 'text',
  '.text': 'text',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.html': 'html',
  '.htm': 'html',
  '.xhtml': 'html',
  '.pdf': 'pdf',
  '.docx': 'docx',
};
