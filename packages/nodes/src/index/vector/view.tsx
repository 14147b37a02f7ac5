export { IndexView as View, keyFigure } from '../lib/IndexView.tsx';
