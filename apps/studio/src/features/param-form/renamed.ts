/** The record with one entry called otherwise, in its old place. Null when the name is taken. */
export function withName(
  record: Readonly<Record<string, unknown>>,
  from: string,
  to: string,
): Record<string, unknown> | null {
  if (from !== to && Object.hasOwn(record, to)) return null;
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name === from ? to : name, value]),
  );
}

/** A name that no entry has. */
export function freshName(record: Readonly<Record<string, unknown>>, stem: string): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? stem : `${stem}_${n}`;
    if (!Object.hasOwn(record, name)) return name;
  }
}
