export { RunsList } from './RunsList.tsx';
