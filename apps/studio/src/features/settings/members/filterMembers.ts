/** Those whose name or e-mail has every word of the query in it. */
export function filterMembers<M extends { readonly name: string; readonly email: string }>(
  members: readonly M[],
  query: string,
): readonly M[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return members;
  return members.filter(({ name, email }) => {
    const text = `${name} ${email}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}
