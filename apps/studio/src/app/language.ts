import { api } from '../api/client.ts';
import { setLanguage, type Language } from '../i18n/index.ts';
import { refreshMe, type Me } from './me.ts';

/** Switches the studio at once, and remembers it for the person on whichever machine they sign in. */
export async function chooseLanguage(language: Language, { person }: Pick<Me, 'person'>): Promise<void> {
  await setLanguage(language);
  if (person === null || person.language === language) return;
  await api.session.update.mutate({ language });
  await refreshMe();
}
