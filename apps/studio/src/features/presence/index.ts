/** Who else is here: avatars in the bar, cursors and views on the canvas. */
export { People } from './People.tsx';
export { PresenceOnCanvas } from './PresenceOnCanvas.tsx';
