import { useMemo } from 'react';
import { useOthers } from '../../document/index.ts';

/** Ids of the others who are in the document. The same set until somebody comes or goes, however cursors move. */
export function useHere(): ReadonlySet<string> {
  const ids = [...new Set(useOthers().map(({ userId }) => userId))].toSorted().join('\n');
  return useMemo(() => new Set(ids.split('\n')), [ids]);
}
