export { EmbeddingView as View, keyFigure } from '../lib/EmbeddingView.tsx';
