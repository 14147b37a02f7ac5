import { useMessages } from '../i18n/index.ts';
import type { Obstacle } from './grants.ts';
import { messages } from './messages.ts';

/** Why not, in a sentence. */
export function useObstacleWords(): (obstacle: Obstacle) => string {
  const t = useMessages(messages);
  return (obstacle) => t(obstacle);
}
