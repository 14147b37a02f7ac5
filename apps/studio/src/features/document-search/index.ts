/** Search over what people wrote in a document. */
export { DocumentSearch } from './DocumentSearch.tsx';
