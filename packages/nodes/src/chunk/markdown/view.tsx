export { ChunkView as View, keyFigure } from '../lib/ChunkView.tsx';
