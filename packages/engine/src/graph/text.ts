/** A sentence or label that people read, in every language of the studio. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}
