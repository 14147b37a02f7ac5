import { create } from 'zustand';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

interface ThemeState {
  /** What the person chose. */
  readonly theme: Theme;
  /** What that means now. */
  readonly shown: 'light' | 'dark';
}

const KEPT_IN = 'weft.theme';
const DARK = '(prefers-color-scheme: dark)';
const isClient = typeof window !== 'undefined';

const store = create<ThemeState>(() => resolve(kept()));

function kept(): Theme {
  const value = isClient ? localStorage.getItem(KEPT_IN) : null;
  return THEMES.find((theme) => theme === value) ?? 'system';
}

function resolve(theme: Theme): ThemeState {
  if (theme !== 'system') return { theme, shown: theme };
  return { theme, shown: isClient && matchMedia(DARK).matches ? 'dark' : 'light' };
}

export function setTheme(theme: Theme): void {
  localStorage.setItem(KEPT_IN, theme);
  store.setState(resolve(theme));
}

export const useTheme = (): ThemeState => store();

/** Puts the theme on the page and keeps it there. Once, before the first paint. */
export function startTheme(): void {
  const paint = ({ shown }: ThemeState) => void (document.documentElement.dataset['theme'] = shown);
  paint(store.getState());
  store.subscribe(paint);
  matchMedia(DARK).addEventListener('change', () => store.setState(resolve(store.getState().theme)));
}
