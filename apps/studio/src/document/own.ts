/** What a record holds under a name that people chose: nothing under "constructor", though every object has one. */
export const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
