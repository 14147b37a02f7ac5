/** The machines that execute steps. */
export { Workers } from './Workers.tsx';
