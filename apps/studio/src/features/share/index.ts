/** How somebody else gets to a document. */
export { ShareButton } from './ShareButton.tsx';
