/** How somebody else gets to a document: its link, and an invitation to the workspace. */
export { ShareButton } from './ShareButton.tsx';
