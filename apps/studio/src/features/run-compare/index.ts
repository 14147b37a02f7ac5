/** Two runs side by side: settings, metrics, outputs. */
export { CompareDialog } from './CompareDialog.tsx';
