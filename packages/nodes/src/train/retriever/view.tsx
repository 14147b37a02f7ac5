export { TrainingView as View, keyFigure } from '../lib/TrainingView.tsx';
