import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';

/**
 * Strings live beside the feature that shows them, in both languages, as one `messages.ts`. The type of the Chinese half
 * is the English half, so a missing translation does not compile.
 *
 *   const messages = defineMessages('home', { title: 'Recent documents', nodes_one: '{{count}} node', … }, { … });
 *   const t = useMessages(messages);   t('title')   t('nodes', { count: 3 })
 */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

export const i18n = i18next.createInstance();
void i18n.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  supportedLngs: LANGUAGES,
  resources: {},
  interpolation: { escapeValue: false },
  react: { useSuspense: false, bindI18nStore: 'added' },
  initAsync: false,
});

export interface Messages<M extends Record<string, string>> {
  readonly namespace: string;
  readonly en: M;
}

export function defineMessages<const M extends Record<string, string>>(
  namespace: string,
  en: M,
  zh: { readonly [K in keyof M]: string },
): Messages<M> {
  i18n.addResourceBundle('en', namespace, en, true, true);
  i18n.addResourceBundle('zh', namespace, zh, true, true);
  return { namespace, en };
}

/** Plural forms are keys of their own in the file and one key in the code. */
type Key<M> = keyof M extends infer K
  ? K extends `${infer Stem}_${'one' | 'other'}`
    ? Stem
    : K & string
  : never;
export type Translate<M> = (key: Key<M>, values?: Readonly<Record<string, string | number>>) => string;

/** Re-renders when the language changes. */
export function useMessages<M extends Record<string, string>>({ namespace }: Messages<M>): Translate<M> {
  const { t } = useTranslation(namespace, { i18n });
  return (key, values) => t(key as string, { ...values });
}

/** Outside components: commands, toasts. */
export const translate =
  <M extends Record<string, string>>({ namespace }: Messages<M>): Translate<M> =>
  (key, values) =>
    i18n.t(key as string, { ns: namespace, ...values });

export const currentLanguage = (): Language => (i18n.language === 'zh' ? 'zh' : 'en');

export function useLanguage(): Language {
  const { i18n: instance } = useTranslation(undefined, { i18n });
  return instance.language === 'zh' ? 'zh' : 'en';
}

const KEPT_IN = 'weft.language';

/** The language somebody chose on this machine. */
export function chosenLanguage(): Language | null {
  const kept = localStorage.getItem(KEPT_IN);
  return LANGUAGES.find((language) => language === kept) ?? null;
}

/** The person's choice, else what the browser prefers. */
export const initialLanguage = (): Language =>
  chosenLanguage() ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');

/** Remembers the choice for the next time on this machine. */
export const keepLanguage = (language: Language): void => localStorage.setItem(KEPT_IN, language);

/** Shows the studio in the language, without a reload. */
export async function setLanguage(language: Language): Promise<void> {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  if (language === 'zh') void loadHan();
  await i18n.changeLanguage(language);
}

/**
 * Declares the font for Han characters. Only then does the browser fetch parts of it, those that the characters on the page
 * need; nobody waits for it. In English it is declared once there are such characters on the page (app/watchForHan.ts).
 */
export const loadHan = async (): Promise<unknown> => await import('@fontsource-variable/noto-sans-sc');
