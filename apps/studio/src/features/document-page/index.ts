/** The page of a document: the one place where its features meet. */
export { DocumentPage, type DocumentPageProps } from './DocumentPage.tsx';
