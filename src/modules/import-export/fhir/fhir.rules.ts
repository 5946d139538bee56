/** A FHIR R4 resource or element while it is put together. */
export type Element = Readonly<Record<string, unknown>>;

/** Without members that hold nothing: FHIR has no null, no empty text, list or object (R4, 2.6.2). */
export function element(members: Element): Element | undefined {
  const entries = Object.entries(members).filter(
    ([, value]) =>
      value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** A list of those that hold something. */
export function listOf(...elements: (Element | undefined)[]): Element[] {
  return elements.filter((member) => member !== undefined);
}

/** A code of a system, with what it means where we know. */
export function coding(system: string | undefined, code: string, display?: string | null): Element | undefined {
  return element({ system, code, display });
}

export function concept(text: string | null | undefined, ...codings: (Element | undefined)[]): Element | undefined {
  return element({ coding: listOf(...codings), text });
}

export function patientReference(patientId: string): Element {
  return { reference: `Patient/${patientId}` };
}

/** What people wrote beside it. */
export function notesOf(text: string | null): Element[] {
  return text === null ? [] : [{ text }];
}

/** What every resource says of its own making. */
export function metaOf({ updatedAt, version }: { updatedAt: string; version: number }): Element {
  return { versionId: String(version), lastUpdated: updatedAt };
}
