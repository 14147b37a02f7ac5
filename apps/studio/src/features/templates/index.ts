export { Templates } from './Templates.tsx';
