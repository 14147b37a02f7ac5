import { api } from '../api/client.ts';
import { chosenLanguage, keepLanguage, setLanguage, type Language } from '../i18n/index.ts';
import { refreshMe, type Me } from './me.ts';

/** Switches the studio at once, and remembers it for the person on whichever machine they sign in. */
export async function chooseLanguage(language: Language, { person }: Pick<Me, 'person'>): Promise<void> {
  keepLanguage(language);
  await setLanguage(language);
  if (person === null || person.language === language) return;
  await api.session.update.mutate({ language });
  await refreshMe();
}

/** On a machine where nobody has chosen yet, the studio speaks the language of whoever signs in. */
export async function followPerson({ person }: Pick<Me, 'person'>): Promise<void> {
  if (person !== null && chosenLanguage() === null) await setLanguage(person.language);
}
