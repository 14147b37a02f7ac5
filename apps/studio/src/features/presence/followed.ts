import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** The page of somebody else whose view this page follows; null: nobody's. */
export const followed = createStore<{ readonly clientId: number | null }>(() => ({ clientId: null }));

export const follow = (clientId: number | null): void => followed.setState({ clientId });

export const useFollowed = (): number | null => useStore(followed, ({ clientId }) => clientId);
